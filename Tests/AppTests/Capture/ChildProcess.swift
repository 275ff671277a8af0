// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Another program, started by posix_spawn. Foundation's `Process` copies entries of a folder beyond the end of what it has read
/// (seen as a crash in `Process.run` with thousands of threads), so that a test run with many connections ended now and then.
struct ChildProcess: Sendable {
    let id: pid_t

    struct End: Sendable {
        /// The exit code, or the number of the signal.
        let status: Int32
        let isKilled: Bool
    }

    /// - Parameters: `output` and `errors` are files, so that nobody has to read while it runs.
    /// - Throws: where it can't be started.
    init(_ program: String, _ arguments: [String], folder: String, output: String = "/dev/null", errors: String = "/dev/null") throws {
        var actions = posix_spawn_file_actions_t(), attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (descriptor, file) in [(Int32(1), output), (2, errors)] {
            posix_spawn_file_actions_addopen(&actions, descriptor, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        // Swift does not see the function that changes the folder; env becomes the program, under the same number.
        let env = "/usr/bin/env"
        var words = ([env, "--chdir=\(folder)", program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var id = pid_t()
        let code = posix_spawn(&id, env, &actions, &attributes, &words, environ)
        try #require(code == 0, "\(program) can't be started: \(String(cString: strerror(code)))")
        self.id = id
    }

    func wait() -> End {
        var state: Int32 = 0
        while waitpid(id, &state, 0) == -1, errno == EINTR {}
        let signal = state & 0x7f
        return signal == 0 ? End(status: state >> 8 & 0xff, isKilled: false) : End(status: signal, isKilled: true)
    }
}
