public import DiwanCMS
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

    /// A timestamp over `value`. That it is by the key of its certificate is still to be checked.
    public func token(over value: [UInt8]) throws(SealingError) -> TimestampToken {
        var random = SystemRandomNumberGenerator()
        // Above zero, and of eight bytes.
        let nonce = withUnsafeBytes(of: (random.next() as UInt64 | 1 << 55).bigEndian) { Array($0) }
        let request = TimestampRequest(signatureValue: value, nonce: nonce)
        let response = try answer(request.bytes)
        do throws(TimestampError) {
            return try request.token(in: response)
        } catch {
            throw .timestamp(error)
        }
    }
}
