import DiwanBytes
import DiwanSystem

/// Reads the square codes on scans, by the programs that `office.json` names.
///
/// Each program reads standard input and writes standard output, so that what is read is what is recorded: the very bytes of the scan.
struct ScanReader {
    /// Writes what the codes of a picture say, a line for each; ends with status 0, or with 4 where there are none, as `zbarimg` does.
    let reader: [String]
    /// Writes the pages of a PDF file as pictures, one after the other, in a form that `reader` reads.
    let pages: [String]

    /// The most bytes of a scan's pages as pictures: 61 pages in grey at 300 dots an inch.
    private static let mostBytes = 512 << 20
    private static let milliseconds = 120_000

    /// What came of reading.
    enum Reading {
        /// What the codes say; none where the office names no program to read them.
        case texts([String])
        /// A program could not read the scan: its name.
        case unreadable(program: String)
    }

    /// Reads the codes on a scan.
    /// - Throws: `program` when a program is not there or cannot be run.
    func read(_ scan: AttachedFile) throws(OfficeError) -> Reading {
        guard !reader.isEmpty else { return .texts([]) }
        var picture = scan.bytes
        if scan.mediaType == "application/pdf" {
            guard !pages.isEmpty else { return .texts([]) }
            guard let drawn = try Self.run(pages, on: picture, statuses: [0], of: "scan-pages") else {
                return .unreadable(program: pages[0])
            }
            picture = drawn
        }
        guard let output = try Self.run(reader, on: picture, statuses: [0, 4], of: "scan-reader") else {
            return .unreadable(program: reader[0])
        }
        return .texts(output.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
    }

    /// The programs that are not installed.
    var missing: [String] {
        [reader, pages].filter { !$0.isEmpty }.compactMap { command in
            do throws(ChildProcessError) {
                _ = try ChildProcess(command[0], Array(command.dropFirst()), milliseconds: 5_000)
            } catch {
                if case .notFound(let program) = error { return program }
            }
            return nil
        }
    }

    /// What a program writes of a file; `nil` when it ends with another status, or does not end.
    private static func run(
        _ command: [String], on file: [UInt8], statuses: Set<Int>, of member: String
    ) throws(OfficeError) -> [UInt8]? {
        let child: ChildProcess
        do throws(ChildProcessError) {
            child = try ChildProcess(
                command[0], Array(command.dropFirst()), input: file, limit: mostBytes, milliseconds: milliseconds)
        } catch {
            switch error {
            case .notFound: throw .program("the program \(command[0]), which \"\(member)\" of office.json names, is not installed")
            case .timedOut, .tooMuchOutput: return nil
            default: throw .program("\(command[0]) could not be run: \(error)")
            }
        }
        guard case .exited(let status) = child.ending, statuses.contains(status) else { return nil }
        return child.output
    }
}
