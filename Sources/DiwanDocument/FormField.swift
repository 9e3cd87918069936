/// A field of a form: what a blank on paper becomes where it is filled in on screen.
public struct FormField: Hashable, Sendable {
    /// An option of a choice.
    public struct Option: Hashable, Sendable {
        /// What the field's value is when it is chosen.
        public var value: String
        /// The words that are shown.
        public var label: String

        /// An option with its words.
        public init(value: String, label: String) {
            self.value = value
            self.label = label
        }
    }

    /// What is filled in, and how.
    public enum Kind: Hashable, Sendable {
        /// Text, in one line or several, of at most so many characters.
        case text(isMultiline: Bool, maximumLength: Int?)
        /// A list that one option is taken from.
        case choice([Option])
        /// One button of several that bear the same name, of which at most one is on; the field's value is then the button's.
        case button(value: String)
        /// A box that is on or off by itself; on, the field's value is the box's.
        case checkbox(value: String)
        /// Room for a signature. It is not signed.
        case signature
    }

    /// The name, in parts with dots between, as the data has it: `req.no`, `fam[2].name`. Fields of one name are one field with several
    /// places; they have one kind (buttons one each) and value, and no field's name begins with the parts of another's.
    public var name: String
    /// What is filled in, for a reader who does not see the page.
    public var label: String
    /// What a button stands for, beside the label.
    public var buttonLabel: String
    /// What is filled in, and how.
    public var kind: Kind
    /// What the field holds, in logical order; empty when nothing was filled in.
    public var value: String
    /// How the value is shown, in a style that the place may make smaller.
    public var content: [Inline]
    /// Whether it must be filled in.
    public var isRequired: Bool
    /// Whether it may not be changed.
    public var isReadOnly: Bool

    /// A field.
    public init(
        name: String, label: String, buttonLabel: String = "", kind: Kind, value: String = "", content: [Inline] = [],
        isRequired: Bool = false, isReadOnly: Bool = false
    ) {
        self.name = name
        self.label = label
        self.buttonLabel = buttonLabel
        self.kind = kind
        self.value = value
        self.content = content
        self.isRequired = isRequired
        self.isReadOnly = isReadOnly
    }

    /// The field that the room for a signature is in a form: no field of the data has such a name.
    public static func signature(of signature: Signature) -> FormField {
        let words = PlainText.of(signature.label).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return FormField(
            name: "signature:" + signature.role, label: "توقيع: " + (words.isEmpty ? signature.role : words), kind: .signature)
    }

    /// The field that the circle for the stamp is where a seal comes into it.
    public static let stamp = FormField(name: "stamp", label: "الختم", kind: .signature)

    /// Whether the field is drawn as a check box.
    public var isButton: Bool {
        switch kind {
        case .button, .checkbox: true
        case .text, .choice, .signature: false
        }
    }

    /// Whether a button or a box is on.
    public var isOn: Bool {
        switch kind {
        case .button(let own), .checkbox(let own): value == own
        case .text, .choice, .signature: false
        }
    }

    /// What a reader of the page sees of the value: of a choice the words of the option, of buttons nothing.
    public var shownText: String {
        switch kind {
        case .text: value
        case .choice(let options): options.first { $0.value == value }?.label ?? ""
        case .button, .checkbox, .signature: ""
        }
    }
}

/// The room that a field takes in a line.
public struct FieldRoom: Hashable, Sendable {
    /// The width; `nil` for what is left of the line.
    public var width: Length?
    /// What the room is marked with, to write on where the form is printed.
    public var leader: Leader
    /// How many lines high it is, from 1.
    public var lines: Int

    /// Room in a line.
    public init(width: Length?, leader: Leader, lines: Int = 1) {
        self.width = width
        self.leader = leader
        self.lines = lines
    }
}

/// A place of a field on a page.
public struct FieldWidget: Hashable, Sendable {
    /// The field.
    public var field: FormField
    /// The place's extent.
    public var size: Size
    /// The font that what is typed is to be set in; `nil` where nothing is typed.
    public var font: FontID?
    /// The size of the em of what is typed.
    public var fontSize: Length
    /// The colour of what is typed.
    public var color: Color
    /// Where what is typed stands: at the start side of `direction`, or otherwise.
    public var alignment: TextAlignment
    /// The direction that says where the start is.
    public var direction: TextDirection
    /// What the place shows now; of a button, when it is on.
    public var appearance: Frame
    /// Of a button, what it shows when it is off.
    public var offAppearance: Frame?

    /// A place of a field.
    public init(
        field: FormField, size: Size, font: FontID? = nil, fontSize: Length = .zero, color: Color = .black,
        alignment: TextAlignment = .start, direction: TextDirection = .rightToLeft, appearance: Frame, offAppearance: Frame? = nil
    ) {
        self.field = field
        self.size = size
        self.font = font
        self.fontSize = fontSize
        self.color = color
        self.alignment = alignment
        self.direction = direction
        self.appearance = appearance
        self.offAppearance = offAppearance
    }

    /// What the place shows now.
    public var shown: Frame {
        if let offAppearance, !field.isOn { return offAppearance }
        return appearance
    }
}
