import Glibc

/// What went wrong when a program was to be run.
public enum ProgramError: Error, Equatable {
    /// There is no program of that name in the folders of `PATH`.
    case notFound(String)
    /// A system call failed, with its `errno`.
    case system(call: String, errno: Int32)
}

/// A program that was run to its end, for a test that holds Diwan against it or that runs Diwan itself.
public struct ProgramRun: Sendable {
    /// The exit status; a program that a signal ended has 128 and the signal's number, as in a shell.
    public let status: Int
    /// What the program wrote to standard output.
    public let output: [UInt8]
    /// What the program wrote to standard error.
    public let errors: [UInt8]
    /// The processor time it took, in microseconds, its own and the kernel's for it.
    public let processorTime: Int

    /// Standard output as text.
    public var outputText: String {
        String(decoding: output, as: UTF8.self)
    }

    /// Standard error as text.
    public var errorText: String {
        String(decoding: errors, as: UTF8.self)
    }

    /// Runs `program` (a path, or a name in a folder of `PATH`) and waits for its end.
    ///
    /// Input and outputs go through files without a name, so that neither side can wait for the other.
    /// - Parameters:
    ///   - input: what the program reads from standard input.
    ///   - environment: variables that are set (or, with `nil`, removed) in addition to the test's own. The locale is C.UTF-8 when none is
    ///     named, so that a program reads and writes alike on every machine.
    ///   - directory: the current folder of the program.
    ///   - standardOutput: a file that standard output is written to, as `/dev/full`, instead of `output`.
    public init(
        _ program: String, _ arguments: [String] = [], input: [UInt8] = [], environment: [String: String?] = [:],
        directory: String? = nil, standardOutput: String? = nil
    ) throws(ProgramError) {
        let program = try Self.find(program)
        // The folder is entered by `env`, because the call for it is hidden from Swift.
        let path = directory == nil ? program : "/usr/bin/env"
        let arguments = directory.map { ["-C", $0, program] + arguments } ?? arguments
        let inputFile = try NamelessFile()
        let outputFile = try NamelessFile()
        let errorFile = try NamelessFile()
        try inputFile.write(input)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputFile.descriptor, 0)
        if let standardOutput {
            posix_spawn_file_actions_addopen(&actions, 1, standardOutput, O_WRONLY, 0)
        } else {
            posix_spawn_file_actions_adddup2(&actions, outputFile.descriptor, 1)
        }
        posix_spawn_file_actions_adddup2(&actions, errorFile.descriptor, 2)

        // The threads of tests block signals; the program begins as a shell would begin it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var process = pid_t()
        let failure = withCStrings([path] + arguments) { argv in
            withCStrings(Self.environment(with: environment)) { envp in
                posix_spawn(&process, path, &actions, &attributes, argv, envp)
            }
        }
        guard failure == 0 else { throw .system(call: "posix_spawn", errno: failure) }

        var waitStatus: Int32 = 0
        var usage = rusage()
        while wait4(process, &waitStatus, 0, &usage) < 0 {
            guard errno == EINTR else { throw .system(call: "wait4", errno: errno) }
        }
        status = waitStatus & 0x7F == 0 ? Int((waitStatus >> 8) & 0xFF) : 128 + Int(waitStatus & 0x7F)
        processorTime =
            (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000_000 + Int(usage.ru_utime.tv_usec) + Int(usage.ru_stime.tv_usec)
        output = try outputFile.contents()
        errors = try errorFile.contents()
    }

    /// The path of `program`: itself when it holds a slash, else the first file of the name in `PATH` that may be run.
    static func find(_ program: String) throws(ProgramError) -> String {
        if program.contains("/") { return program }
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        for folder in folders.split(separator: ":") {
            let path = "\(folder)/\(program)"
            if access(path, X_OK) == 0 { return path }
        }
        throw .notFound(program)
    }

    private static func environment(with changes: [String: String?]) -> [String] {
        let changes = ["LC_ALL": "C.UTF-8"].merging(changes) { $1 }
        var variables: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            let name = String(text.prefix { $0 != "=" })
            if changes[name] == nil { variables.append(text) }
            next += 1
        }
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let value { variables.append("\(name)=\(value)") }
        }
        return variables
    }
}

/// A file without a name, closed when the value goes.
private final class NamelessFile {
    let descriptor: Int32

    init() throws(ProgramError) {
        var template = Array("/tmp/diwan-test-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .system(call: "mkstemp", errno: errno) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close(descriptor)
    }

    /// Writes `bytes` and goes back to the beginning.
    func write(_ bytes: [UInt8]) throws(ProgramError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            guard count >= 0 else { throw .system(call: "write", errno: errno) }
            written += count
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    /// Everything in the file.
    func contents() throws(ProgramError) -> [UInt8] {
        let size = lseek(descriptor, 0, SEEK_END)
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, Int(size))) { buffer, filled in
            while count < buffer.count {
                let got = pread(descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(count))
                if got <= 0 { break }
                count += got
            }
            filled = count
        }
        guard count == size else { throw .system(call: "pread", errno: errno) }
        return bytes
    }
}

/// Calls `body` with `strings` as a C array of C strings that ends with a null pointer.
private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let pointers = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return body(pointers)
}
