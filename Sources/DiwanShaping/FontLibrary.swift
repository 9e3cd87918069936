public import DiwanDocument
public import DiwanFont
import Synchronization

/// A file that holds one weight of a font family.
public struct FontFace: Hashable, Sendable {
    /// The family, as styles name it.
    public var family: String
    /// The weight.
    public var weight: FontWeight
    /// What the family is used for: `body`, `heading`, `latin`.
    public var roles: [String]
    /// The file.
    public var path: String

    /// A face of a family.
    public init(family: String, weight: FontWeight, roles: [String], path: String) {
        self.family = family
        self.weight = weight
        self.roles = roles
        self.path = path
    }
}

/// The fonts of a program: each is read when it is first asked for, and then shared by all threads.
public final class FontLibrary: Sendable {
    /// The faces; a face's `FontID` is its index here.
    public let faces: [FontFace]
    /// The fonts to look for a missing character in, best first: the faces that are not bold, in order.
    public let fallbacks: [FontID]
    private let loaded: Mutex<[Loaded]>

    private struct Loaded {
        var font: Font?
        var shaper: Shaper?
    }

    /// A library of `faces`, of which there are at most 65,535. No file is read yet.
    public init(faces: [FontFace]) {
        precondition(faces.count < 0xFFFF, "too many faces")
        self.faces = faces
        fallbacks = faces.indices.filter { faces[$0].weight == .regular }.map { FontID(rawValue: UInt16($0)) }
        loaded = Mutex(Array(repeating: Loaded(), count: faces.count))
    }

    /// The font of `family` with `weight`; the regular one where the family has no such weight; nil for a family that is not here.
    public func id(family: String, weight: FontWeight) -> FontID? {
        var regular: Int?
        for (index, face) in faces.enumerated() where face.family == family {
            if face.weight == weight { return FontID(rawValue: UInt16(index)) }
            if face.weight == .regular, regular == nil { regular = index }
        }
        return regular.map { FontID(rawValue: UInt16($0)) }
    }

    /// The first font with `role` and `weight`; the regular one where there is none of that weight; nil when no face has the role.
    public func id(role: String, weight: FontWeight) -> FontID? {
        guard let face = faces.first(where: { $0.roles.contains(role) }) else { return nil }
        return id(family: face.family, weight: weight)
    }

    /// The font `id`, read from its file at the first call. `id` must be of this library.
    public func font(_ id: FontID) throws(FontError) -> Font {
        try loaded.withLock { entries throws(FontError) in
            try FontLibrary.load(&entries[Int(id.rawValue)], faces[Int(id.rawValue)].path)
        }
    }

    /// The shaper of the font `id`, made at the first call. `id` must be of this library.
    public func shaper(_ id: FontID) throws(FontError) -> Shaper {
        try loaded.withLock { entries throws(FontError) in
            let index = Int(id.rawValue)
            if let shaper = entries[index].shaper { return shaper }
            let shaper = Shaper(try FontLibrary.load(&entries[index], faces[index].path))
            entries[index].shaper = shaper
            return shaper
        }
    }

    private static func load(_ entry: inout Loaded, _ path: String) throws(FontError) -> Font {
        if let font = entry.font { return font }
        let font = try Font(path: path)
        // A changed byte would be a changed letter in every document.
        try font.checkIntegrity()
        entry.font = font
        return font
    }
}
