import Glibc

/// Where the tests run: the clone and what was built from it.
public enum Repository {
    /// The root of the repository, without a slash at the end, found from the place of a test's source file.
    public static func root(testFile: String = #filePath) -> String {
        var path = testFile
        while !path.isEmpty, access("\(path)/Package.swift", F_OK) != 0 {
            while let last = path.popLast(), last != "/" {}
        }
        precondition(!path.isEmpty, "no Package.swift above \(testFile)")
        return path
    }

    /// The folder of the built programs: that of the running tests.
    public static func buildFolder() -> String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        precondition(count > 0, "/proc/self/exe cannot be read")
        var path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        while let last = path.popLast(), last != "/" {}
        return path
    }

    /// The path of the program `diwan` that was built together with the tests.
    public static func diwan() -> String {
        buildFolder() + "/diwan"
    }
}
