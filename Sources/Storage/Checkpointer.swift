// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import GRDBSQLite

/// Copies the write-ahead log into the database in the background: inline checkpoints made commits of 4 ms take 25 ms at the 99th percentile.
final class Checkpointer: Sendable {
    private let path: String
    private let lane = Lane("sqlite-checkpoint", threads: 1)
    private let state = State()

    // Guarded by `lock`.
    private final class State: @unchecked Sendable {
        let lock = NSLock()
        var running = false
        var handle: OpaquePointer?
    }

    /// Where the background begins, and where the writer itself waits for the rest so that the log starts again at its beginning.
    private static let begin = 16 << 20, most = 192 << 20

    init(path: String) { self.path = path }

    func committed(by pool: DatabasePool) {
        let size = Int((try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int) ?? 0)
        if size > Self.most {
            // The background has copied nearly all by now; what is left is short.
            waitForBackground()
            _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } else if size > Self.begin, state.lock.withLock({ state.running ? false : { state.running = true; return true }() }) {
            lane.enqueue { [self] in
                checkpoint()
                state.lock.withLock { state.running = false }
            }
        }
    }

    private func waitForBackground() {
        let done = DispatchSemaphore(value: 0)
        lane.enqueue { done.signal() }
        done.wait()
    }

    private func checkpoint() {
        if state.handle == nil {
            guard sqlite3_open_v2(path, &state.handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK else { return }
            // Pages must be on disk before the log that held them is written over.
            sqlite3_exec(state.handle, "pragma synchronous = full", nil, nil, nil)
        }
        sqlite3_wal_checkpoint_v2(state.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }

    func close() {
        waitForBackground()
        lane.enqueue { [state] in
            sqlite3_close_v2(state.handle)
            state.handle = nil
        }
        lane.close()
    }
}
