import Glibc

/// Holds `bytes` against the file `Golden/name` beside the calling test's own file.
///
/// With `DIWAN_UPDATE=1` in the environment the file is written anew.
/// - Returns: what is wrong, in words, with the first line that differs; `nil` when nothing is.
public func differenceFromGolden(_ bytes: [UInt8], _ name: String, testFile: String = #filePath) throws(ProgramError) -> String? {
    var folder = testFile
    while let last = folder.last, last != "/" { folder.removeLast() }
    folder += "Golden"
    let path = "\(folder)/\(name)"
    if let update = getenv("DIWAN_UPDATE"), String(cString: update) == "1" {
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw .system(call: "mkdir \(folder)", errno: errno) }
        try writeFile(bytes, to: path)
        return nil
    }
    let expected = try readFile(path)
    if bytes == expected { return nil }
    let new = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let old = expected.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = zip(new, old).prefix { $0 == $1 }.count
    func text(_ lines: [ArraySlice<UInt8>]) -> String {
        line < lines.count ? String(decoding: lines[line], as: UTF8.self) : "(the end)"
    }
    return "Golden/\(name), line \(line + 1): expected «\(text(old))», got «\(text(new))»"
}
