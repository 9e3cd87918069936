import DiwanBytes
import DiwanDocument
import DiwanShaping

/// The hashes of what documents of a template are made with. They are computed once; a font's when it is first asked for.
struct Ingredients {
    /// The files of the template. One outside the templates root is known by its name alone: where it lies says nothing of the document.
    let templateFiles: [EmbeddedRecord.Ingredient]
    /// Of the profile, with its logo.
    let profile: String
    /// Of the list of fonts.
    let fontList: String
    /// The fonts of this machine.
    let library: FontLibrary
    private var fonts: [FontID: EmbeddedRecord.Ingredient] = [:]

    init(files: TemplateFiles, environment: DiwanEnvironment) {
        templateFiles = files.all.map { file in
            let name = file.path.hasPrefix("/") ? FileBytes.split(file.path).name : file.path
            return EmbeddedRecord.Ingredient(name: name, sha256: Self.hash(file.bytes))
        }.sorted { ($0.name, $0.sha256) < ($1.name, $1.sha256) }
        profile = environment.profileHash
        fontList = Self.hash(environment.fontListBytes)
        library = environment.fonts
    }

    /// A font of the library.
    mutating func font(_ id: FontID) throws(FileError) -> EmbeddedRecord.Ingredient {
        if let known = fonts[id] { return known }
        let face = library.faces[Int(id.rawValue)]
        let font = EmbeddedRecord.Ingredient(name: Self.name(face), sha256: Self.hash(try FileBytes.read(face.path)))
        fonts[id] = font
        return font
    }

    /// The font that a record calls `name`; `nil` when it is not installed or cannot be read.
    mutating func font(named name: String) -> EmbeddedRecord.Ingredient? {
        guard let index = library.faces.indices.first(where: { Self.name(library.faces[$0]) == name }) else { return nil }
        return try? font(FontID(rawValue: UInt16(index)))
    }

    private static func name(_ face: FontFace) -> String { "\(face.family) \(face.weight == .bold ? "bold" : "regular")" }

    /// The SHA-256 of bytes, in hexadecimal.
    static func hash(_ bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(bytes)) }
}
