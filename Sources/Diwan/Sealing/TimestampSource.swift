import DiwanCMS
import DiwanSystem

/// Where timestamps come from (RFC 3161): something that takes a request and gives the authority's response, both DER.
public struct TimestampSource: Sendable {
    let answer: @Sendable ([UInt8]) throws(SealingError) -> [UInt8]

    /// A source that `answer` stands for.
    public init(answer: @escaping @Sendable ([UInt8]) throws(SealingError) -> [UInt8]) {
        self.answer = answer
    }

    /// A command, its arguments apart, that reads the request from standard input and writes the response to standard output:
    /// `["curl", "-sS", "-H", "Content-Type: application/timestamp-query", "--data-binary", "@-", "https://…"]`.
    public init(command: [String], milliseconds: Int = 30_000) {
        precondition(!command.isEmpty, "a command has a name")
        self.init { request throws(SealingError) in
            let run: ChildProcess
            do throws(ChildProcessError) {
                run = try ChildProcess(command[0], Array(command.dropFirst()), input: request, milliseconds: milliseconds)
            } catch {
                throw .process(error)
            }
            guard run.isDone else { throw .timestampCommand(OpenSSL.words(of: run)) }
            return run.output
        }
    }
}
