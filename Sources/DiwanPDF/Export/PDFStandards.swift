/// The standards that a file claims to meet. What is claimed is met by everything that Diwan writes; a claim that cannot be kept is refused.
public struct PDFStandards: Hashable, Sendable {
    /// A level of PDF/A-3 (ISO 19005-3, 5).
    public enum Archival: String, Hashable, Sendable, CaseIterable {
        /// Level A: the look, the text and the structure last.
        case a = "A"
        /// Level U: the look and the text last.
        case u = "U"
        /// Level B: the look lasts.
        case b = "B"
    }

    /// The level of PDF/A-3; `nil` for none.
    public var archival: Archival?
    /// Whether the file claims PDF/UA-1 (ISO 14289-1): readers who do not see the pages can read it.
    public var isAccessible: Bool

    /// The standards named.
    public init(archival: Archival?, isAccessible: Bool) {
        self.archival = archival
        self.isAccessible = isAccessible
    }

    /// PDF/A-3a and PDF/UA-1 together.
    public static let all = PDFStandards(archival: .a, isAccessible: true)
    /// No claim at all.
    public static let none = PDFStandards(archival: nil, isAccessible: false)

    /// The list that names them, as `a-3a,ua-1`; `none` for none.
    public var list: String {
        let names = (archival.map { ["a-3\($0.rawValue.lowercased())"] } ?? []) + (isAccessible ? ["ua-1"] : [])
        return names.isEmpty ? "none" : names.joined(separator: ",")
    }

    /// Why a list of standards is none.
    public enum Fault: Error, Hashable, Sendable {
        /// The name is none of a standard.
        case unknown(String)
        /// The list has two levels of PDF/A: a file has one.
        case twoLevels(String, String)
        /// `none` stands beside another name.
        case noneBesideOthers
    }

    /// The standards of a list like `a-3a,ua-1`, or `none`.
    public init(_ list: String) throws(Fault) {
        self = .none
        let names = list.split(separator: ",", omittingEmptySubsequences: false).map { $0.lowercased() }
        if names.contains("none") {
            guard names.count == 1 else { throw .noneBesideOthers }
            return
        }
        var level: String?
        for name in names {
            if name == "ua-1" {
                isAccessible = true
                continue
            }
            guard let found = Archival.allCases.first(where: { "a-3\($0.rawValue.lowercased())" == name }) else { throw .unknown(name) }
            if let level, level != name { throw .twoLevels(level, name) }
            level = name
            archival = found
        }
    }
}
