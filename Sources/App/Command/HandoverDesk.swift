// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Domain
import Foundation
import ServiceLifecycle
import Storage

/// Takes commands that others typed for the database that this process serves, and runs them here.
struct HandoverDesk: Service {
    let database: Database
    let beside: String
    let listener: LocalSocket.Listener
    let log: @Sendable (String) -> Void

    /// At the same time; each has a thread that watches whether whoever typed it is still there.
    private static let most = 4

    func run() async throws {
        let watching = Lane("handover-watch", threads: Self.most), accepting = Lane("handover-accept", threads: 1)
        let (connections, arrival) = AsyncStream.makeStream(of: LocalSocket.self)
        accepting.enqueue { [listener] in
            while let connection = listener.accept() { arrival.yield(connection) }
            arrival.finish()
        }
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                var running = 0
                for await connection in connections {
                    if running == Self.most {
                        await group.next()
                        running -= 1
                    }
                    group.addTask { await serve(connection, watching) }
                    running += 1
                }
                group.cancelAll()
            }
        } onGracefulShutdown: { [listener] in
            listener.stop()
        }
        watching.close()
        accepting.close()
    }

    /// The command beside the watch: who goes away takes the command along.
    private func serve(_ connection: LocalSocket, _ watching: Lane) async {
        defer { connection.close() }
        guard let order = try? await watching.run({ try connection.receive(Handover.Order.self) }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let end = await perform(order, connection)
                try? connection.send(Handover.Frame(end: end.rawValue))
                connection.hangUp()
            }
            group.addTask { _ = try? await watching.run { try connection.receive(Handover.Order.self) } }
            await group.next()
            group.cancelAll()
        }
    }

    private func perform(_ order: Handover.Order, _ connection: LocalSocket) async -> Terminal.Outcome {
        let console = Console(
            print: { try? connection.send(Handover.Frame(print: $0)) }, say: { try? connection.send(Handover.Frame(say: $0)) },
            progress: { try? connection.send(Handover.Frame(progress: $0)) })
        let workplace = Workplace(database: database, beside: beside, folder: order.folder, console: console)
        do {
            guard let command = try Entente.parseAsRoot(order.arguments) as? any WritingCommand, command.writes else {
                throw Problem("no_order", "This command is not one to hand over.", fault: .usage)
            }
            log("A command from the terminal runs here: \(type(of: command)._commandName)")
            return await Terminal.outcome(json: command.json, console: console) { try await command.perform(workplace) }
        } catch {
            return await Terminal.outcome(json: false, console: console) { throw error }
        }
    }
}
