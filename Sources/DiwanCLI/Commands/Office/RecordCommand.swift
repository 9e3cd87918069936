import Diwan
import DiwanDiagnostics
import DiwanOffice

/// Something that is done with a document, as a command.
private struct DocumentVerb: Sendable {
    let name: String
    let summary: String
    var out: String?
    var options: [Option] = []
    /// Who does it by default, of a person's roles.
    var roles: [Role] = [.officer]
    let action: @Sendable (Arguments) throws(CommandFailure) -> Office.DocumentAction

    var command: Command {
        Command(
            name: name, summary: summary, details: out.map { ["Out: \($0)."] } ?? [],
            operands: [Operand(name: "DOCUMENT", summary: "the document's number, code or SHA-256", kind: .text)],
            options: options + Option.ofOffice
        ) { arguments, console throws(CommandFailure) in
            let office = try arguments.openOffice()
            let actor = try arguments.actor(in: office, for: roles)
            let action = try action(arguments)
            let result = try officeWork { () throws(OfficeError) in try office.act(action, onDocument: arguments.operands[0], by: actor) }
            if let result { try console.write("\(result)\n") }
            return .done
        }
    }
}

extension Command {
    private static let signer = Option(name: "--signer", value: .required("NAME", .text), summary: "who signed")
    private static let words = Option(name: "--text", value: .required("TEXT", .text), summary: "the words")

    /// `diwan record`.
    static let record = Command(
        name: "record", summary: "what became of an issued document, and answers to the survey",
        subcommands: recordVerbs.map(\.command) + [recordSurvey])

    private static let recordVerbs: [DocumentVerb] = [
        DocumentVerb(
            name: "delivered", summary: "it was handed over or sent",
            options: [
                .channel,
                Option(
                    name: "--way", value: .required("WAY", .text), summary: "how: a name of letters a–z, such as hand, post, message"),
                Option(name: "--receiver", value: .required("NAME", .text), summary: "who received it"),
                Option(name: "--inside", summary: "the receiver is of the office"),
            ]
        ) { arguments throws(CommandFailure) in
            .delivered(
                way: arguments.value("--way") ?? "hand", channel: try arguments.needed(.channel),
                receiver: arguments.value("--receiver") ?? "", isInside: arguments.has("--inside"))
        },
        DocumentVerb(
            name: "returned", summary: "it came back",
            options: [
                Option(
                    name: "--because", value: .required("WHY", .text), summary: "why, as a name of letters a–z, such as unknown-address"),
                words,
            ]
        ) { arguments throws(CommandFailure) in
            .returned(reason: arguments.value("--because") ?? "", words: arguments.value("--text") ?? "")
        },
        DocumentVerb(name: "read", summary: "whoever does it has read it, and signs for that", roles: []) { _ in .read },
        DocumentVerb(name: "viewed", summary: "someone looked at what lists do not show", options: [.reason]) {
            arguments throws(CommandFailure) in .viewed(purpose: try arguments.needed(.reason))
        },
    ]

    /// `diwan record survey`.
    private static let recordSurvey = Command(
        name: "survey", summary: "an answer to the survey, of a request only where the answerer wants it so",
        options: [
            Option(name: "--service", value: .required("CODE", .text), summary: "the service, as a name of letters a–z"),
            Option(name: "--score", value: .required("1…5", .text), summary: "the score"), words,
            Option(name: "--request", value: .required("NUMBER", .text), summary: "the request, by choice of whoever answers"), .channel,
        ] + Option.ofOffice
    ) { arguments, _ throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.officer])
        guard let score = arguments.value("--score").flatMap({ Int($0) }) else { throw .arguments("--score wants a number from 1 to 5") }
        let channel = try arguments.channel(in: office)
        try officeWork { () throws(OfficeError) in
            try office.answerSurvey(
                service: arguments.value("--service") ?? "", score: score, words: arguments.value("--text"),
                request: arguments.value("--request"), channel: channel, by: actor)
        }
        return .done
    }

    private static let credentials = [
        Option(
            name: "--certificate", value: .required("FILE", .file),
            summary: "the certificate to sign the file with, PEM, those that stand for it after it"),
        Option(name: "--key", value: .required("FILE", .file), summary: "its key, PEM; it is read by openssl alone"), .sealPassphrase,
    ]

    /// `diwan sign`.
    static let sign = Command(
        name: "sign", summary: "signatures on an issued document: on paper, on screen, by a seal, by others, or declined",
        subcommands: [signPaper, signOnScreen] + signVerbs.map(\.command))

    private static let signVerbs: [DocumentVerb] = [
        DocumentVerb(
            name: "thumb", summary: "someone put a thumb to the paper, before witnesses; the print is not scanned",
            options: [signer, .witness, .keeper]
        ) { arguments throws(CommandFailure) in
            .signedByThumb(
                signer: try arguments.needed(signer), witnesses: arguments.all(Option.witness.name),
                keeper: try arguments.needed(.keeper))
        },
        DocumentVerb(
            name: "counter", summary: "sign after those who signed before", out: "which signature it is",
            options: credentials, roles: [.director, .chair, .member, .secretary, .accountant]
        ) { arguments throws(CommandFailure) in .countersigned(try arguments.signingCredentials()) },
        DocumentVerb(
            name: "seal", summary: "seal the file: by the office's own seal, or by a certificate and its key", options: credentials,
            roles: [.director, .chair]
        ) { arguments throws(CommandFailure) in .sealed(try arguments.signingCredentials()) },
        DocumentVerb(name: "decline", summary: "who was to sign does not, and says why", options: [signer, .reason]) {
            arguments throws(CommandFailure) in
            .declined(signer: try arguments.needed(signer), reason: try arguments.needed(.reason))
        },
    ]

    /// `diwan sign screen`.
    private static let signOnScreen = Command(
        name: "screen", summary: "someone signed on a screen: the strokes are kept, and drawn on the document",
        details: [
            "They are drawn in the document's room for the signature. Where office.json names a seal, the drawing is sealed with it. In a file that "
                + "bears a digital signature already nothing is drawn without a seal.",
            "Out: \"drawn\", the room, the page; or \"kept\", and why nothing is drawn: no-room, no-seal; separated by TAB.",
        ],
        operands: [Operand(name: "DOCUMENT", summary: "the document's number, code or SHA-256", kind: .text)],
        options: [
            signer,
            Option(name: "--strokes", value: .required("FILE", .file), summary: "the strokes, as the signing page gives them: JSON"),
            Option(name: "--consent", value: .required("FILE", .file), summary: "the words that were shown before it was signed: text"),
            Option(name: "--version", value: .required("VERSION", .text), summary: "the version of those words; 1.0.0 when left out"),
            Option(
                name: "--room", value: .required("ROLE", .text),
                summary: "in the room of which role it is drawn, where the document has several"),
            .witness, .sealPassphrase,
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.officer])
        guard let strokes = arguments.value("--strokes"), let consent = arguments.value("--consent") else {
            throw .arguments("--strokes and --consent name what was drawn and what was read")
        }
        let name = try arguments.needed(signer)
        let signature: ScreenSignature
        do throws(FileError) {
            signature = ScreenSignature(
                signer: name, strokes: SourceText(file: strokes, bytes: try FileBytes.read(strokes)),
                consent: (arguments.value("--version") ?? "1.0.0", String(decoding: try FileBytes.read(consent), as: UTF8.self)),
                witness: arguments.value(Option.witness.name), room: arguments.value("--room"))
        } catch {
            throw CommandFailure(error)
        }
        var output: [UInt8] = []
        switch try officeWork({ () throws(OfficeError) in try office.signOnScreen(arguments.operands[0], signature, by: actor) }) {
        case .drawn(let room, let page): output.append(fields: ["drawn", room, "\(page)"])
        case .noRoom:
            output.append(fields: ["kept", "no-room"])
            console.say(
                "warning: the strokes are kept, and not drawn: the document has no free room for a signature"
                    + " · حُفظ التوقيع ولم يُرسم، إذ لا مكان له في الوثيقة")
        case .noSeal:
            output.append(fields: ["kept", "no-seal"])
            console.say(
                "warning: the strokes are kept, and not drawn: the file bears a digital signature, and only the office's seal can add to it"
                    + " · حُفظ التوقيع ولم يُرسم، لأن الوثيقة موقعة رقميًا ولا ختم للجمعية")
        }
        try console.write(output)
        return .done
    }

    /// `diwan revoke`.
    static let revoke = DocumentVerb(
        name: "revoke", summary: "say that a document holds no longer; it stays as it is", options: [.reason], roles: [.director, .chair]
    ) { arguments throws(CommandFailure) in .revoke(reason: try arguments.needed(.reason)) }.command
}

extension Arguments {
    /// The certificate and the key that are named; `nil` where none are.
    fileprivate func signingCredentials() throws(CommandFailure) -> SigningCredentials? {
        switch (value("--certificate"), value("--key")) {
        case (let certificate?, let key?):
            return SigningCredentials(
                certificate: certificate, key: key, passphrase: try passphrase(.sealPassphrase, credential: "diwan-seal-passphrase"))
        case (nil, nil): return nil
        default: throw .arguments("--certificate and --key go together")
        }
    }
}
