// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// Files that were packed by gzip, as large exports often are.
enum Unzipping {
    /// The path itself, or that of the unpacked copy in `scratch` where the file is packed.
    static func plain(_ path: String, scratch: String) throws -> String {
        guard let reader = try? ChunkReader(path: path), let (bytes, _) = try? reader.next(2) else { return path }
        let isPacked = bytes.count == 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
        reader.close()
        guard isPacked else { return path }
        let name = (path as NSString).lastPathComponent
        let plain = "\(scratch)/\(name.hasSuffix(".gz") ? String(name.dropLast(3)) : name + ".csv")"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, plain, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var (child, status) = (pid_t(), Int32(0))
        let words = ["gzip", "-dc"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        guard posix_spawnp(&child, "gzip", &actions, nil, &arguments, environ) == 0 else {
            throw Problem("compressed_file", "The file is packed.", at: name, remedy: "Unpack it with gunzip first.")
        }
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw Problem(
                "compressed_file", "The packed file is damaged, or the disk is full.", at: name, remedy: "Unpack it with gunzip to see which.")
        }
        return plain
    }
}
