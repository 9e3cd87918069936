/// Something that a check looked at, and what it found.
public struct Finding: Hashable, Sendable {
    /// How it stands.
    public enum State: String, Sendable {
        /// As it should be.
        case ok
        /// It holds, and deserves a look.
        case note
        /// It is not as it should be.
        case wrong
    }

    /// How it stands.
    public let state: State
    /// What was looked at: one word for programs, or a file.
    public let subject: String
    /// What was found, in English, without a full stop.
    public let words: String
    /// The same in Arabic; empty where only an administrator is told.
    public let arabic: String

    /// Something that was found.
    public init(_ state: State, _ subject: String, _ words: String, _ arabic: String = "") {
        self.state = state
        self.subject = subject
        self.words = words
        self.arabic = arabic
    }
}

extension Sequence<Finding> {
    /// Whether nothing is wrong.
    public var areSound: Bool { allSatisfy { $0.state != .wrong } }
}
