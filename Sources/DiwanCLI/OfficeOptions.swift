import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanOffice
import Glibc

extension Option {
    /// The office's folder.
    static let office = Option(
        name: "--office", value: .required("DIR", .folder),
        summary: "the office, instead of DIWAN_OFFICE or the nearest folder above this one that is an office")
    /// Who does it.
    static let actor = Option(
        name: "--as", value: .required("ID", .text),
        summary: "who does it, by the id in people.json, instead of the person whose login this is")
    /// In which role.
    static let role = Option(
        name: "--role", value: .required("ROLE", .choice(Role.ofPeople.map(\.rawValue))),
        summary: "in which role, for a person who has several")
    /// Where the passphrase of the log's key comes from.
    static let passphrase = Option(
        name: "--passphrase-fd", value: .required("N", .text),
        summary: "the open file from which the passphrase of the log's key is read; else it is asked for where the key wants one")
    /// Where the passphrase of the seal's key comes from.
    static let sealPassphrase = Option(
        name: "--seal-passphrase-fd", value: .required("N", .text),
        summary: "the open file from which the passphrase of the seal's key, or of --key, is read")
    /// A reason.
    static let reason = Option(name: "--reason", value: .required("TEXT", .text), summary: "why")
    /// A channel.
    static let channel = Option(
        name: "--channel", value: .required("CHANNEL", .text), summary: "by which channel, as the office's policy calls it")
    /// A witness.
    static let witness = Option(name: "--witness", value: .required("NAME", .text), isRepeated: true, summary: "who saw it signed")
    /// The request that a document is of.
    static let ofRequest = Option(name: "--request", value: .required("NUMBER", .text), summary: "the request that it is of")
    /// The inquiry that it is of.
    static let ofInquiry = Option(
        name: "--inquiry", value: .required("NUMBER", .text), summary: "the inquiry, suggestion or complaint that it is of")
    /// The data of a document of the office.
    static let issuedData = Option(
        name: "--data", value: .required("FILE", .file), summary: "the data that the office does not know; - is standard input")
    /// Who keeps a signed paper.
    static let keeper = Option(
        name: "--keeper", value: .required("NAME", .text), summary: "who keeps the paper: a name of letters a–z, such as archive")
    /// A scanned paper.
    static let paper = Option(
        name: "--paper", value: .required("FILE", .file), summary: "the signed paper, scanned: PDF, PNG or JPEG")

    /// What every command of the office takes.
    static let ofOffice: [Option] = [.office, .actor, .role, .passphrase, .templates, .fonts, .creationTime, .json]
}

extension Arguments {
    /// The folder of the office that is meant.
    func officeFolder() throws(CommandFailure) -> OfficeFolder {
        guard let folder = officeFolderIfAny() else {
            throw .arguments(
                "there is no office here", hint: "name it by --office DIR or DIWAN_OFFICE, or make one by diwan init DIR")
        }
        return folder
    }

    /// The folder of the office that is meant; `nil` where none is named and none is here.
    func officeFolderIfAny() -> OfficeFolder? {
        if let named = value(Option.office.name) { return OfficeFolder(named) }
        if let variable = getenv("DIWAN_OFFICE").map({ String(cString: $0) }), !variable.isEmpty { return OfficeFolder(variable) }
        var folder = FileBytes.resolved(".") ?? "."
        while access("\(folder)/office.json", F_OK) != 0 {
            guard folder != "/", folder != "." else { return nil }
            folder = FileBytes.split(folder).folder
        }
        return OfficeFolder(folder)
    }

    /// The office that is meant, open.
    func openOffice() throws(CommandFailure) -> Office {
        let folder = try officeFolder()
        let environment: DiwanEnvironment
        do throws(EnvironmentError) {
            environment = try DiwanEnvironment(places: places, profile: folder.file("profile.json"), time: try creationTime())
        } catch {
            throw CommandFailure(error)
        }
        let logPassphrase = try passphrase(.passphrase, credential: "diwan-passphrase")
        let sealPassphrase = try passphrase(.sealPassphrase, credential: "diwan-seal-passphrase")
        let office = try officeWork { () throws(OfficeError) in
            try Office(folder, environment: environment, passphrase: logPassphrase, sealPassphrase: sealPassphrase)
        }
        if let words = office.setBack { Console().say("warning: \(words) · أُعيد سجل الجمعية إلى الوراء أو بُدِّل، ولا يُكتب فيه حتى يُصحَّح") }
        return office
    }

    /// Who does it, in a role among `allowed` where it has one of them.
    func actor(in office: Office, for allowed: [Role] = []) throws(CommandFailure) -> Actor {
        let people = office.configuration.people
        let person: Person
        if let id = value(Option.actor.name) {
            guard let found = people.person(id) else {
                throw .arguments("there is no \"\(id)\" in people.json", hint: NearestName.hint(for: id, in: people.all.map(\.id)))
            }
            person = found
        } else {
            let login = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? ""
            guard let found = people.all.first(where: { $0.login == login }) else {
                throw .arguments(
                    "no one in people.json has the login \"\(login)\"",
                    hint: "say who does it by --as ID, or put the login into people.json")
            }
            person = found
        }
        let role: Role
        if let name = value(Option.role.name), let named = Role(rawValue: name) {
            role = named
        } else if let fitting = person.roles.first(where: { allowed.contains($0) }) ?? person.roles.first {
            role = fitting
        } else {
            throw .arguments("\(person.id) has no role")
        }
        if office.isReviewOverdue, let day = office.configuration.policy.review {
            Console().say("warning: the policy was to be looked over by \(day.iso) · حان موعد مراجعة السياسة في \(day.iso)")
        }
        guard let actor = Actor(person, role) else {
            throw .arguments(
                "\(person.id) is no \(role.rawValue)", hint: "the roles are \(person.roles.map(\.rawValue).joined(separator: ", "))")
        }
        return actor
    }

    /// The value of an option that must be given.
    func needed(_ option: Option) throws(CommandFailure) -> String {
        guard let value = value(option.name), !value.isEmpty else { throw .arguments("\(option.name) is missing: \(option.summary)") }
        return value
    }

    /// The channel that `--channel` names; where it names none, the error lists those of the policy.
    func channel(in office: Office) throws(CommandFailure) -> String {
        if let value = value(Option.channel.name), !value.isEmpty { return value }
        let channels = office.configuration.policy.channels.map { "\($0.id) (\($0.label))" }
        throw .arguments("\(Option.channel.name) is missing", hint: "the policy's channels are \(channels.joined(separator: ", "))")
    }

    /// The file that an option names, as one that goes with what is done; `nil` where none is named.
    func attachedFile(_ option: Option) throws(CommandFailure) -> AttachedFile? {
        guard let path = value(option.name) else { return nil }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            throw CommandFailure(error)
        }
        guard let file = AttachedFile(bytes) else { throw .arguments("\(path) is neither PDF nor PNG nor JPEG") }
        return file
    }

    /// The data that `--data` names; none where it names none.
    func recordData() throws(CommandFailure) -> RecordData {
        guard let path = value("--data") else { return RecordData() }
        do throws(RenderError) {
            return try RecordData(file: path)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// A passphrase: what stands in the open file that `option` names, without the line's end, or the credential of the service that this runs
    /// in; `nil` where neither is there.
    func passphrase(_ option: Option, credential: String) throws(CommandFailure) -> [UInt8]? {
        let path: String
        if let text = value(option.name) {
            guard let number = Int32(text), number > 2 else { throw .arguments("\(option.name) wants the number of an open file above 2") }
            path = "/dev/fd/\(number)"
        } else if let folder = getenv("CREDENTIALS_DIRECTORY").map({ String(cString: $0) }),
            access("\(folder)/\(credential)", R_OK) == 0
        {
            path = "\(folder)/\(credential)"
        } else {
            return nil
        }
        do throws(FileError) {
            let bytes = try FileBytes.read(path)
            return Array(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
        } catch {
            throw CommandFailure(error)
        }
    }
}
