import Glibc
import Synchronization

/// A program that was run to its end: no shell, no terminal, and no file of ours but those that it is given.
///
/// The call waits for the end (`posix_spawn` and `waitpid`, about 4 ms for `openssl`).
public struct ChildProcess: Sendable {
    /// How a program ended.
    public enum Ending: Hashable, Sendable {
        /// By itself, with this status.
        case exited(Int)
        /// By a signal.
        case signalled(Int)
    }

    /// What a program finds open beside its standard input, output and error.
    public enum Descriptor: Sendable {
        /// A secret, such as a passphrase: read once, from a pipe, never in a file. At most 4,096 bytes.
        case secret([UInt8])
        /// Data, as a file without a name that can be read by `/dev/fd/N` more than once.
        case file([UInt8])
    }

    /// How it ended.
    public let ending: Ending
    /// What it wrote to standard output.
    public let output: [UInt8]
    /// What it wrote to standard error.
    public let errors: [UInt8]

    /// Whether it ended by itself with status 0.
    public var isDone: Bool { ending == .exited(0) }

    /// The number of the first of the descriptors that a program is given; the others follow.
    public static let firstDescriptor = 3
    /// What a pipe takes without a reader (POSIX, `_POSIX_PIPE_BUF` and more).
    private static let longestSecret = 4_096
    /// Between opening a file and marking it as not to be inherited, no other program may be started.
    private static let starting = Mutex(())

    /// Runs `program` and waits for its end.
    ///
    /// - Parameters:
    ///   - program: a path, or a name in a folder of `PATH`.
    ///   - arguments: what follows the name. Every user of the machine can see them, so they hold no secret.
    ///   - input: standard input, as a file without a name.
    ///   - descriptors: what is open as descriptor 3, 4 and so on.
    ///   - environment: variables set in addition to those of this process. The locale is C.UTF-8 unless named here.
    ///   - limit: the most bytes of standard output, and of standard error.
    ///   - milliseconds: after which it is killed, with what it started.
    public init(
        _ program: String, _ arguments: [String], input: [UInt8] = [], descriptors: [Descriptor] = [],
        environment: [(name: String, value: String)] = [], limit: Int = 1 << 20, milliseconds: Int = 30_000
    ) throws(ChildProcessError) {
        let started = try Self.starting.withLock { _ throws(ChildProcessError) in
            try Self.start(program, arguments, input, descriptors, environment)
        }
        do throws(ChildProcessError) {
            (output, errors, ending) = try Self.wait(for: started, limit: limit, milliseconds: milliseconds)
        } catch {
            // The program leads a group of its own.
            kill(-started.process, SIGKILL)
            var status: Int32 = 0
            while waitpid(started.process, &status, 0) < 0, errno == EINTR {}
            throw error
        }
    }

    // MARK: Start

    /// A program that runs, and what is read of it.
    private struct Started: ~Copyable {
        var process: pid_t
        var output: OpenFile
        var errors: OpenFile
    }

    private static func start(
        _ program: String, _ arguments: [String], _ input: [UInt8], _ descriptors: [Descriptor],
        _ environment: [(name: String, value: String)]
    ) throws(ChildProcessError) -> Started {
        let inherited = inheritedDescriptors()
        let inputFile = try OpenFile(holding: input)
        let (outputEnd, outputStart) = try OpenFile.pipe()
        let (errorEnd, errorStart) = try OpenFile.pipe()
        // Above the numbers that the program will see, so that no number is overwritten before it is used.
        let lowest = Int32(firstDescriptor + descriptors.count)
        var given: [OpenFile] = []
        for descriptor in descriptors { given.append(try OpenFile(descriptor).moved(above: lowest)) }
        let standard = [try inputFile.moved(above: lowest), try outputStart.moved(above: lowest), try errorStart.moved(above: lowest)]

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, file) in (standard + given).enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file.number, Int32(number))
        }
        for number in inherited where number >= lowest { posix_spawn_file_actions_addclose(&actions, number) }
        // Those numbers that the program is given are theirs already.

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var usual = sigset_t()
        sigemptyset(&usual)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        // A session of its own (`POSIX_SPAWN_SETSID` of <spawn.h>, which Swift does not see): without a terminal no program can wait for a
        // passphrase to be typed, and with what it starts it is one group.
        let ownSession: Int32 = 0x80
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | ownSession))

        var process = pid_t()
        let code = withCStrings([program] + arguments) { argv in
            withCStrings(variables(with: environment)) { envp in posix_spawnp(&process, program, &actions, &attributes, argv, envp) }
        }
        // The program has its own copies.
        withExtendedLifetime((standard, given)) {}
        switch code {
        case 0: return Started(process: process, output: outputEnd, errors: errorEnd)
        case ENOENT, EACCES, ENOEXEC, ENOTDIR: throw .notFound(program)
        default: throw .system(call: "posix_spawn", code: code)
        }
    }

    /// The open files of this process, above standard error, that a program would inherit.
    private static func inheritedDescriptors() -> [Int32] {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var numbers: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let number = Int32(name), number > 2 else { continue }
            let flags = fcntl(number, F_GETFD)
            if flags >= 0, flags & FD_CLOEXEC == 0 { numbers.append(number) }
        }
        return numbers.sorted()
    }

    private static func variables(with changes: [(name: String, value: String)]) -> [String] {
        let changes = (changes.contains { $0.name == "LC_ALL" } ? [] : [("LC_ALL", "C.UTF-8")]) + changes
        var variables: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if !changes.contains(where: { text.hasPrefix($0.0 + "=") }) { variables.append(text) }
            next += 1
        }
        return variables + changes.map { "\($0.0)=\($0.1)" }
    }

    // MARK: End

    private static func wait(
        for started: borrowing Started, limit: Int, milliseconds: Int
    ) throws(ChildProcessError) -> (output: [UInt8], errors: [UInt8], ending: Ending) {
        let deadline = now() + milliseconds
        var collected: [[UInt8]] = [[], []]
        var open = [
            pollfd(fd: started.output.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: started.errors.number, events: Int16(POLLIN), revents: 0),
        ]
        var block = [UInt8](repeating: 0, count: 65_536)
        while open.contains(where: { $0.fd >= 0 }) {
            let left = deadline - now()
            guard left > 0 else { throw .timedOut(milliseconds: milliseconds) }
            guard poll(&open, 2, Int32(clamping: left)) >= 0 else {
                if errno == EINTR { continue }
                throw .system(call: "poll", code: errno)
            }
            for index in 0..<2 where open[index].fd >= 0 && open[index].revents != 0 {
                let count = read(open[index].fd, &block, block.count)
                if count > 0 {
                    guard collected[index].count + count <= limit else { throw .tooMuchOutput(limit: limit) }
                    collected[index] += block[..<count]
                } else if count == 0 {
                    // Numbers below zero are passed over.
                    open[index].fd = -1
                } else if errno != EINTR {
                    throw .system(call: "read", code: errno)
                }
            }
        }
        var status: Int32 = 0
        var pause = 50_000
        while true {
            let ended = waitpid(started.process, &status, WNOHANG)
            if ended == started.process { break }
            if ended < 0, errno != EINTR { throw .system(call: "waitpid", code: errno) }
            guard now() < deadline else { throw .timedOut(milliseconds: milliseconds) }
            // Its outputs are closed, so it is about to end: most programs have by the first look.
            var time = timespec(tv_sec: 0, tv_nsec: pause)
            nanosleep(&time, nil)
            pause = min(pause * 2, 10_000_000)
        }
        let signal = Int(status & 0x7F)
        return (collected[0], collected[1], signal == 0 ? .exited(Int(status >> 8 & 0xFF)) : .signalled(signal))
    }

    /// Milliseconds of a clock that no one sets.
    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    // MARK: Files

    /// An open file that is closed when the value goes, and that no program inherits unless it is given to it.
    private final class OpenFile {
        let number: Int32

        private init(number: Int32, call: String) throws(ChildProcessError) {
            guard number >= 0 else { throw .system(call: call, code: errno) }
            self.number = number
            guard fcntl(number, F_SETFD, FD_CLOEXEC) == 0 else { throw .system(call: "fcntl", code: errno) }
        }

        deinit {
            close(number)
        }

        convenience init(_ descriptor: Descriptor) throws(ChildProcessError) {
            switch descriptor {
            case .file(let bytes): try self.init(holding: bytes)
            case .secret(let bytes):
                precondition(bytes.count <= longestSecret, "a secret has at most \(longestSecret) bytes")
                let (end, start) = try OpenFile.pipe()
                try start.write(bytes)
                try self.init(number: dup(end.number), call: "dup")
            }
        }

        /// A file without a name that holds `bytes`, at its beginning: in memory where the system has such a folder.
        convenience init(holding bytes: [UInt8]) throws(ChildProcessError) {
            var number: Int32 = -1
            for folder in ["/dev/shm", "/tmp"] where number < 0 {
                var template = Array("\(folder)/diwan-XXXXXX".utf8CString)
                number = mkstemp(&template)
                if number >= 0 { unlink(template) }
            }
            try self.init(number: number, call: "mkstemp")
            try write(bytes)
            guard lseek(self.number, 0, SEEK_SET) == 0 else { throw .system(call: "lseek", code: errno) }
        }

        /// What is read, and what is written.
        static func pipe() throws(ChildProcessError) -> (end: OpenFile, start: OpenFile) {
            var numbers: [Int32] = [-1, -1]
            guard Glibc.pipe(&numbers) == 0 else { throw .system(call: "pipe", code: errno) }
            return (try OpenFile(number: numbers[0], call: "pipe"), try OpenFile(number: numbers[1], call: "pipe"))
        }

        /// The same file under a number that is not below `lowest`.
        func moved(above lowest: Int32) throws(ChildProcessError) -> OpenFile {
            if number >= lowest { return self }
            return try OpenFile(number: fcntl(number, F_DUPFD, lowest), call: "fcntl")
        }

        private func write(_ bytes: [UInt8]) throws(ChildProcessError) {
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress! + written, $0.count - written) }
                if count >= 0 {
                    written += count
                } else if errno != EINTR {
                    throw .system(call: "write", code: errno)
                }
            }
        }
    }
}

/// Calls `body` with `strings` as a C array of C strings that ends with a null pointer.
private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let pointers = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return body(pointers)
}
