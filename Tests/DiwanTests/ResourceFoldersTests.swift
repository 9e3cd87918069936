import Diwan
import DiwanTestSupport
import Testing

@Suite("Where templates and fonts are")
struct ResourceFoldersTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("{}", to: "office/Templates/profile.json")
        try folder.write("{}", to: "office/Fonts/fonts.json")
        try folder.write("", to: "office/deep/er/file")
        try folder.write("{}", to: "program/Templates/profile.json")
        try folder.write("{}", to: "program/Fonts/fonts.json")
        try folder.write("", to: "program/bin/diwan")
        try folder.write("", to: "desktop/Templates/letter.odt")
        try folder.write("", to: "desktop/folder/file")
    }

    @Test("DIWAN_HOME comes before the current folder, that before the program's, and what is named before all")
    func order() throws {
        var places = ResourceFolders.Places(programFolder: folder.path("program/bin"))
        #expect(try ResourceFolders(in: places).templates == folder.path("program/Templates"))
        #expect(try ResourceFolders(in: places).fontList == folder.path("program/Fonts/fonts.json"))
        places.currentFolder = folder.path("office/deep/er")
        #expect(try ResourceFolders(in: places).templates == folder.path("office/Templates"))
        #expect(try ResourceFolders(in: places).fontList == folder.path("office/Fonts/fonts.json"))
        places.home = folder.path("program")
        #expect(try ResourceFolders(in: places).templates == folder.path("program/Templates"))
        places.templates = folder.path("desktop/Templates/")
        #expect(try ResourceFolders(in: places).templates == folder.path("desktop/Templates"))
        #expect(try ResourceFolders(in: places).fontList == folder.path("program/Fonts/fonts.json"))
        places.fonts = folder.path("office/Fonts")
        #expect(try ResourceFolders(in: places).fontList == folder.path("office/Fonts/fonts.json"))
        places.fonts = folder.path("office/Fonts/fonts.json")
        #expect(try ResourceFolders(in: places).fontList == folder.path("office/Fonts/fonts.json"))
    }

    @Test("A folder Templates without a profile, as a desktop has it, is passed over")
    func desktop() throws {
        let places = ResourceFolders.Places(currentFolder: folder.path("desktop/folder"), programFolder: folder.path("program/bin"))
        #expect(try ResourceFolders(in: places).templates == folder.path("program/Templates"))
    }

    @Test("The fonts beside the templates come before those of the current folder")
    func besideTemplates() throws {
        let places = ResourceFolders.Places(templates: folder.path("program/Templates"), currentFolder: folder.path("office"))
        #expect(try ResourceFolders(in: places).fontList == folder.path("program/Fonts/fonts.json"))
    }

    @Test("What is not found is an error that names every place")
    func missing() throws {
        #expect(templatesLooked(.init(home: folder.path("desktop"))) == [folder.path("desktop/Templates")])
        #expect(templatesLooked(.init(templates: folder.path("none"), home: folder.path("office"))) == [folder.path("none")])
        #expect(fontsLooked(.init(fonts: folder.path("none"), home: folder.path("office"))) == [folder.path("none")])
        #expect(fontsLooked(.init(home: folder.path("desktop"))) == [folder.path("desktop/Fonts/fonts.json")])
    }

    /// Where templates were looked for in vain.
    private func templatesLooked(_ places: ResourceFolders.Places) -> [String]? {
        do throws(EnvironmentError) {
            _ = try ResourceFolders.templates(in: places)
            return nil
        } catch {
            if case .noTemplates(let looked) = error { return looked }
            return nil
        }
    }

    /// Where the font list was looked for in vain.
    private func fontsLooked(_ places: ResourceFolders.Places) -> [String]? {
        do throws(EnvironmentError) {
            _ = try ResourceFolders.fontList(in: places)
            return nil
        } catch {
            if case .noFontList(let looked) = error { return looked }
            return nil
        }
    }
}

@Suite("The time of creation")
struct CreationTimeTests {
    @Test(
        "The day and the time are those of Riyadh, three hours ahead of UTC",
        arguments: [
            (0, "1970-01-01", "3:0:0"), (75_599, "1970-01-01", "23:59:59"), (75_600, "1970-01-02", "0:0:0"),
            (1_762_290_000, "2025-11-05", "0:0:0"), (1_762_289_999, "2025-11-04", "23:59:59"), (253_402_289_999, "9999-12-31", "23:59:59"),
        ])
    func riyadh(seconds: Int, day: String, clock: String) throws {
        let time = try #require(CreationTime(seconds: seconds))
        let (hour, minute, second) = time.timeOfDay
        #expect(time.date.iso == day)
        #expect("\(hour):\(minute):\(second)" == clock)
        let oracle = try ProgramRun("date", ["-d", "@\(seconds)", "+%F %-H:%-M:%-S"], environment: ["TZ": "<+03>-3"])
        #expect(oracle.outputText == "\(day) \(clock)\n")
    }

    @Test(
        "What is no whole number of seconds in range is no time",
        arguments: ["", "-1", "+1", "1.5", "253402290000", "99999999999999999999", "now"])
    func wrong(text: String) {
        #expect(CreationTime(text) == nil)
    }
}
