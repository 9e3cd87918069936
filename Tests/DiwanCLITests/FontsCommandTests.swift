import DiwanTestSupport
import Foundation
import Testing

/// A font list of its own: one family a face, each with one file.
func fontList(_ faces: [(family: String, roles: [String], file: String, sha256: String)], directory: String) throws -> String {
    let families = faces.map { face -> [String: Any] in
        [
            "family": face.family, "roles": face.roles, "package": "fonts-" + face.family.lowercased(), "licence": "OFL-1.1",
            "directories": [directory], "faces": [["weight": "regular", "file": face.file, "sha256": face.sha256]],
        ]
    }
    return try json(["families": families])
}

@Suite("fonts")
struct FontsCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("Every font of the repository's list is here, and is the file that the tests are run on")
    func repositoryList() throws {
        let run = try ProgramRun(Repository.diwan(), ["fonts", "--fonts", Repository.root() + "/Fonts"])
        #expect(run.status == 0)
        let lines = run.outputText.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.count == 14)
        for line in lines {
            #expect(line.count == 5)
            #expect(line[3] == "tested", "\(line)")
        }
    }

    @Test("A font's state says whether it is the tested file, another, a damaged or a missing one")
    func states() throws {
        let amiri = try readFile("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf")
        let sum = try ProgramRun("sha256sum", [], input: amiri).outputText.prefix(64)
        try folder.write(amiri, to: "fonts/good.ttf")
        try folder.write(Array(amiri[..<3_000]), to: "fonts/cut.ttf")
        try folder.write("no font", to: "fonts/text.ttf")
        let list = try fontList(
            [
                ("Good", ["body"], "good.ttf", String(sum)), ("Other", ["heading"], "good.ttf", String(repeating: "0", count: 64)),
                ("Cut", ["body"], "cut.ttf", String(sum)), ("Text", ["body"], "text.ttf", String(sum)),
                ("Gone", ["body"], "gone.ttf", String(sum)),
            ], directory: folder.path("fonts"))
        let path = try folder.write(list, to: "list/fonts.json")
        let run = try ProgramRun(Repository.diwan(), ["fonts", "--fonts", path])
        #expect(run.status == 0, "\(run.errorText)")
        let good = folder.path("fonts/good.ttf")
        #expect(
            run.outputText == """
                Good\tregular\tbody\ttested\t\(good)
                Other\tregular\theading\tother\t\(good)
                Cut\tregular\tbody\tdamaged\t\(folder.path("fonts/cut.ttf"))
                Text\tregular\tbody\tdamaged\t\(folder.path("fonts/text.ttf"))
                Gone\tregular\tbody\tmissing\tfonts-gone

                """)
        let parsed = try JSONSerialization.jsonObject(
            with: Data(ProgramRun(Repository.diwan(), ["fonts", "--json", "--fonts", path]).output))
        let objects = try #require(parsed as? [[String: Any]])
        #expect(objects.map { $0["state"] as? String } == ["tested", "other", "damaged", "damaged", "missing"])
        #expect(objects[4]["file"] == nil)
        #expect(objects[4]["package"] as? String == "fonts-gone")
    }

    @Test("A font beside the list comes before those of the system")
    func besideList() throws {
        let amiri = try readFile("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf")
        try folder.write(amiri, to: "fonts/a.ttf")
        try folder.write(amiri, to: "list/a.ttf")
        let path = try folder.write(fontList([("A", ["body"], "a.ttf", "0")], directory: folder.path("fonts")), to: "list/fonts.json")
        #expect(try ProgramRun(Repository.diwan(), ["fonts", "--fonts", path]).outputText.hasSuffix(folder.path("list/a.ttf") + "\n"))
    }

    @Test("A list with mistakes ends with status 1 and names them all, with their places")
    func wrongList() throws {
        let path = try folder.write("{\"families\":[\n{\"family\":1,\n\"roles\":[],\"faces\":[{\"weight\":\"thin\"}]}]}", to: "fonts.json")
        let run = try ProgramRun(Repository.diwan(), ["fonts", "--fonts", path])
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        for (line, name) in [(2, "family"), (2, "package"), (2, "licence"), (2, "directories"), (3, "file"), (3, "weight"), (3, "sha256")] {
            #expect(
                run.errorText.split(separator: "\n").contains { $0.hasPrefix("\(path):\(line):") && $0.contains("\"\(name)\"") }, "\(name)")
        }
        let broken = try folder.write("{", to: "broken.json")
        #expect(try ProgramRun(Repository.diwan(), ["fonts", "--fonts", broken]).status == 1)
    }

    @Test("A list that is not found ends with status 2 and says where it was looked for")
    func noList() throws {
        let run = try ProgramRun(Repository.diwan(), ["fonts"], environment: ["DIWAN_HOME": folder.path])
        #expect(run.status == 2)
        #expect(run.errorText.contains(folder.path("Fonts/fonts.json")))
        #expect(run.errorText.contains("hint: "))
    }
}
