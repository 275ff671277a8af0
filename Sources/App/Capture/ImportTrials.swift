// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage
import Synchronization

/// What the import of a draft would do, tried on a copy of the ledger while its last page is open. One at a time; kept in memory only.
final class ImportTrials: Sendable {
    enum State: Sendable {
        case waiting
        case running(ImportProgress)
        case done(ImportReport)
        case failed(Problem)
    }

    private struct Entry {
        let draft: ImportDraft
        let key: String
        var state: State
    }

    private let entries = Mutex<[Int64: Entry]>([:])
    private let requests: AsyncStream<ImportDraftID>
    private let request: AsyncStream<ImportDraftID>.Continuation
    private static let most = 8

    init() { (requests, request) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.most)) }

    /// Beyond these a trial takes long enough to be asked for first.
    private static let fewRows = 300_000, smallLedger: UInt64 = 400 << 20

    /// True where trying it out takes seconds.
    static func isQuick(_ database: Database, rows: Int) -> Bool {
        guard rows <= fewRows, case .file(let path) = database.location else { return false }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
        return size <= smallLedger
    }

    /// - Parameter start: begins it where nobody has for these files, read so.
    /// - Returns: nil where it was not begun.
    func state(_ draft: ImportDraft, start: Bool) throws -> State? {
        let key = try ImportDrafts.text(draft.options)
        let (state, isNew) = entries.withLock { entries -> (State?, Bool) in
            if let known = entries[draft.id.raw], known.key == key { return (known.state, false) }
            guard start else { return (nil, false) }
            if entries.count >= Self.most, let oldest = entries.keys.min() { entries[oldest] = nil }
            entries[draft.id.raw] = Entry(draft: draft, key: key, state: .waiting)
            return (.waiting, true)
        }
        if isNew { request.yield(draft.id) }
        return state
    }

    func forget(_ draft: ImportDraftID) { entries.withLock { $0[draft.raw] = nil } }

    /// Tries what is asked for until the task is cancelled.
    func run(_ desk: ImportDesk) async { while await next(desk) {} }

    /// Waits for one that is asked for, and tries it.
    /// - Returns: false where the task was cancelled meanwhile.
    func next(_ desk: ImportDesk) async -> Bool {
        for await id in requests {
            guard let entry = entries.withLock({ $0[id.raw] }), case .waiting = entry.state else { continue }
            let end: State
            do { end = .done(try await tryOut(entry.draft, desk)) } catch { end = .failed(Problem(describing: error)) }
            set(end, id, entry.key)
            return true
        }
        return false
    }

    private func set(_ state: State, _ id: ImportDraftID, _ key: String) {
        entries.withLock { if $0[id.raw]?.key == key { $0[id.raw]?.state = state } }
    }

    private func tryOut(_ draft: ImportDraft, _ desk: ImportDesk) async throws -> ImportReport {
        let key = try ImportDrafts.text(draft.options), zone = try await desk.zone()
        return try await ImportRun.scratch { scratch in
            let copy = try await DryRun.open(desk.database.location, scratch: scratch)
            do {
                let importing = Importing(database: copy, clock: desk.clock, zone: zone, rejectFolder: "\(scratch)/rejected") { [self] in
                    set(.running($0), draft.id, key)
                }
                let planned = try await importing.plan([desk.uploads.path(draft.folder)], options: draft.options, scratch: "\(scratch)/unpacked")
                let report = try await importing.load(planned.filter { !$0.isLeftOut }, options: draft.options, actor: .system)
                await DryRun.drop(copy)
                return report
            } catch {
                await DryRun.drop(copy)
                throw error
            }
        }
    }
}
