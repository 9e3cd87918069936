import DiwanSystem
import DiwanTestSupport
import Glibc
import Testing

@Suite("Child processes")
struct ChildProcessTests {
    @Test("A program gets its input, and its outputs and its status come back")
    func runs() throws {
        let input = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let copied = try ChildProcess("cat", [], input: input)
        #expect(copied.isDone && copied.output == input && copied.errors.isEmpty)
        let failed = try ChildProcess("sh", ["-c", "echo out; echo err >&2; exit 7"])
        #expect(failed.ending == .exited(7) && !failed.isDone)
        #expect(failed.output == Array("out\n".utf8) && failed.errors == Array("err\n".utf8))
        #expect(try ChildProcess("sh", ["-c", "kill -9 $$"]).ending == .signalled(9))
    }

    @Test("Both outputs may be long, at the same time")
    func longOutputs() throws {
        let run = try ChildProcess("sh", ["-c", "head -c 400000 /dev/zero & head -c 300000 /dev/zero >&2; wait"])
        #expect(run.output.count == 400_000 && run.errors.count == 300_000)
    }

    @Test("Arguments are words, not the text of a shell")
    func arguments() throws {
        let words = ["a b", "$HOME", "`id`", "", "سلام", "*", "\\n"]
        let run = try ChildProcess("printf", ["%s|"] + words)
        #expect(String(decoding: run.output, as: UTF8.self) == words.joined(separator: "|") + "|")
    }

    @Test("Secrets and files are given as descriptors, in order")
    func descriptors() throws {
        let run = try ChildProcess(
            "sh", ["-c", "cat <&3; cat /dev/fd/4; cat /dev/fd/4; cat <&5"],
            descriptors: [.secret(Array("one ".utf8)), .file(Array("two ".utf8)), .secret(Array("three".utf8))])
        #expect(String(decoding: run.output, as: UTF8.self) == "one two two three", "\(String(decoding: run.errors, as: UTF8.self))")
    }

    @Test("A program inherits no other open file, and has no terminal")
    func inherits() throws {
        // Open without O_CLOEXEC, at a low and at a high number.
        let low = open("/dev/null", O_RDONLY)
        let high = fcntl(low, F_DUPFD, 200)
        defer {
            close(low)
            close(high)
        }
        let run = try ChildProcess("ls", ["/proc/self/fd"], descriptors: [.file([1])])
        // The fifth is the folder that is being listed.
        let numbers = String(decoding: run.output, as: UTF8.self).split(separator: "\n").compactMap { Int($0) }
        #expect(numbers.sorted() == [0, 1, 2, 3, 4], "\(numbers)")
        let tty = try ChildProcess("sh", ["-c", "echo x > /dev/tty"])
        #expect(!tty.isDone)
    }

    @Test("Variables are set in addition to those there are")
    func environment() throws {
        let run = try ChildProcess("sh", ["-c", "echo $A $LC_ALL ${PATH:+path}"], environment: [("A", "1 2")])
        #expect(String(decoding: run.output, as: UTF8.self) == "1 2 C.UTF-8 path\n")
    }

    @Test("A program that does not end is killed, with what it started")
    func timeouts() throws {
        #expect(throws: ChildProcessError.timedOut(milliseconds: 100)) { try ChildProcess("sleep", ["60"], milliseconds: 100) }
        // With its outputs closed, too; and what runs in the background goes with it.
        let folder = try TemporaryFolder()
        let mark = folder.path("mark")
        #expect(throws: ChildProcessError.timedOut(milliseconds: 200)) {
            try ChildProcess("sh", ["-c", "(sleep 1; touch \(mark)) & exec >&- 2>&-; sleep 60"], milliseconds: 200)
        }
        sleep(2)
        #expect(access(mark, F_OK) != 0)
    }

    @Test("A program that writes without end is killed")
    func limits() throws {
        #expect(throws: ChildProcessError.tooMuchOutput(limit: 1000)) { try ChildProcess("yes", [], limit: 1000) }
        #expect(throws: ChildProcessError.tooMuchOutput(limit: 10)) {
            try ChildProcess("sh", ["-c", "echo 0123456789abc >&2"], limit: 10)
        }
    }

    @Test("A program that is not there, or may not be run, is said to be missing")
    func missing() throws {
        #expect(throws: ChildProcessError.notFound("no-such-program")) { try ChildProcess("no-such-program", []) }
        #expect(throws: ChildProcessError.notFound("/etc/hostname")) { try ChildProcess("/etc/hostname", []) }
    }

    @Test("Many at a time do not hold each other's files open")
    func concurrency() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let run = try ChildProcess(
                        "sh", ["-c", "cat; cat <&3"], input: [UInt8(number)], descriptors: [.secret([UInt8(number)])])
                    return run.output == [UInt8(number), UInt8(number)] ? number : -1
                }
            }
            var seen: Set<Int> = []
            for try await number in group { seen.insert(number) }
            #expect(seen == Set(0..<40))
        }
    }

    @Test("openssl signs with a key whose passphrase comes by a descriptor")
    func opensslKey() throws {
        let folder = try TemporaryFolder()
        let key = folder.path("key.pem")
        let made = try ChildProcess(
            "openssl", ["genpkey", "-algorithm", "ED25519", "-aes256", "-pass", "fd:3", "-out", key],
            descriptors: [.secret(Array("سر طويل\n".utf8))])
        #expect(made.isDone, "\(String(decoding: made.errors, as: UTF8.self))")
        let message = Array("رسالة".utf8)
        let signed = try ChildProcess(
            "openssl", ["pkeyutl", "-sign", "-rawin", "-inkey", key, "-passin", "fd:3", "-in", "/dev/stdin"], input: message,
            descriptors: [.secret(Array("سر طويل\n".utf8))])
        #expect(signed.isDone && signed.output.count == 64, "\(String(decoding: signed.errors, as: UTF8.self))")
        // Without it, openssl cannot ask, and ends.
        let unasked = try ChildProcess("openssl", ["pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", "/dev/stdin"], input: message)
        #expect(!unasked.isDone)
    }
}
