public import DiwanDiagnostics

/// Why there is no environment to work in.
public enum EnvironmentError: Error, Sendable {
    /// There is no folder of templates; it was looked for in these places.
    case noTemplates(looked: [String])
    /// There is no font list; it was looked for in these places.
    case noFontList(looked: [String])
    /// A file of the environment is not as it should be.
    case faults([Diagnostic], sources: [SourceText])
    /// No font of a role that every document needs is installed; any of `packages` has one.
    case noFont(role: String, packages: [String])
    /// A file of the environment cannot be read.
    case file(FileError)
    /// The text names no moment that can be used.
    case time(String)
}

extension SourceText {
    /// The file at `path`, which the environment needs.
    convenience init(environmentFile path: String) throws(EnvironmentError) {
        do throws(FileError) {
            self.init(file: path, bytes: try FileBytes.read(path))
        } catch {
            throw .file(error)
        }
    }
}
