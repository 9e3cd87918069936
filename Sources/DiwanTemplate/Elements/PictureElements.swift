import DiwanDocument
import DiwanXML

/// Pictures, and where else they may stand: in the room of a signature and in the place of a stamp.
extension ElementDefinition {
    private static let sourceAttributes = [
        AttributeDefinition("src", .file, "a picture's file, from the folder of the file that this stands in"),
        AttributeDefinition("of", .expression, "a field of type image, or $profile/logo"),
    ]
    private static let sizeAttributes = [
        AttributeDefinition("width", .length, "its width; alone it gives the height too, as without height it does"),
        AttributeDefinition("height", .length, "its height; without width and height the picture has its own size"),
    ]
    private static let alternative = AttributeDefinition(
        "alt", .text, "what someone who does not see the picture is told; empty for decoration", required: true)
    /// The attributes of an element that a picture may take the place of.
    static let replacementAttributes =
        sourceAttributes + [AttributeDefinition("alt", .text, "what someone who does not see the picture is told")]

    static let img = ElementDefinition(
        "img", .blocks, .content([.blocks]), sourceAttributes + [alternative] + sizeAttributes + blockAttributes, content: .empty,
        "A picture: PNG, JPEG or SVG. It is never wider than its place. Nothing stands where the record has none."
    ) { compiler, element, scope in
        guard let source = PictureValue(compiler, element, scope) else {
            if element.attribute("src") == nil, element.attribute("of") == nil {
                compiler.report("\"img\" has neither \"src\" nor \"of\"", at: element, hint: "src is a file, of is a field of type image")
            }
            return .none
        }
        return picture(source, compiler, element, scope)
    }

    static let svg = ElementDefinition(
        "svg", .blocks, .content([.blocks]),
        [sourceAttributes[0], alternative] + sizeAttributes + blockAttributes, content: .drawing,
        "A drawing: an SVG file, or the drawing itself as an svg element of SVG's own namespace."
    ) { compiler, element, scope in
        let inner = element.elements.first
        if let attribute = element.attribute("src") {
            if inner != nil { compiler.report("the drawing stands here and is also named by \"src\"", in: attribute) }
            guard let value = PictureValue(compiler, element, scope) else { return .none }
            if case .fixed(.raster) = value {
                compiler.report("\"\(attribute.value)\" is no drawing", in: attribute, hint: "use img, which shows PNG and JPEG too")
            }
            return picture(value, compiler, element, scope)
        }
        guard let inner else {
            compiler.report(
                "\"svg\" has no drawing", at: element,
                hint: "name a file by src, or put <svg xmlns=\"\(StructureChecker.drawingNamespace)\"> in it")
            return .none
        }
        guard let drawing = compiler.drawing(inner) else { return .none }
        return picture(.fixed(drawing), compiler, element, scope)
    }

    private static func picture(_ value: PictureValue, _ compiler: Compiler, _ element: XMLElement, _ scope: Scope) -> Program {
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let words = AttributeValue.words(element["alt"] ?? "").joined(separator: " ")
        func extent(_ name: String) -> Length? {
            guard let attribute = element.attribute(name), let length = AttributeValue.length(attribute.value) else { return nil }
            if length <= .zero { compiler.report("a picture with no \(name) cannot be seen", in: attribute) }
            return length > .zero ? length : nil
        }
        let (width, height) = (extent("width"), extent("height"))
        let alternative = words.isEmpty ? nil : words
        let body: @Sendable (Instantiation) -> Void = { target in
            guard let picture = value.picture(target, frame: (width, height)) else { return }
            let placed = PlacedPicture(
                picture: picture, size: picture.size.resized(width: width, height: height), alignment: style.paragraph.alignment,
                alternative: alternative)
            target.blocks.append(Block(origin: origin, style: style.block, content: .picture(placed)))
        }
        return value.isFixed ? compiler.blocks(from: [], body) : .run(body)
    }
}

/// Where the picture of an element comes from.
enum PictureValue: Sendable {
    /// It is the same for every record.
    case fixed(Picture)
    /// It is the value of a field.
    case field(Expression)

    /// The picture that the attributes `src` or `of` of an element name; `nil` when there is none or it has mistakes.
    init?(_ compiler: Compiler, _ element: XMLElement, _ scope: Scope) {
        if let attribute = element.attribute("src") {
            if let other = element.attribute("of") {
                compiler.report(
                    "\"\(element.name)\" has both \"src\" and \"of\"", in: other, hint: "src is a file, of is a field of type image")
            }
            guard let picture = compiler.picture(attribute) else { return nil }
            self = .fixed(picture)
            return
        }
        guard let attribute = element.attribute("of"), let expression = compiler.expression("of", of: element, in: scope) else {
            return nil
        }
        guard let id = expression.node, compiler.schema[id].type == .image else {
            compiler.report("\"\(expression.text)\" is not a picture", in: attribute, hint: "a field has type=\"image\"")
            return nil
        }
        self = .field(expression)
    }

    /// Whether it is the same for every record.
    var isFixed: Bool {
        switch self {
        case .fixed: true
        case .field(let expression): expression.isConstant
        }
    }

    /// The picture for a record; `nil` when there is none. Where a form is asked for blank, `frame` is drawn to put one in.
    func picture(_ target: Instantiation, frame: (width: Length?, height: Length?)? = nil) -> Picture? {
        switch self {
        case .fixed(let picture): return picture
        case .field(let expression):
            if let id = target.evaluator.firstNode(expression), case .picture(let picture) = target.evaluator.tree[id].value {
                target.evaluator.print(id)
                return picture
            }
            guard target.isBlank, let frame, !expression.isConstant else { return nil }
            return Self.emptyFrame(width: frame.width, height: frame.height)
        }
    }

    /// A dashed frame to put a picture in; 30 by 40 mm, as photographs are, where no size is given.
    private static func emptyFrame(width: Length?, height: Length?) -> Picture {
        let size = Size(width: .millimetres(30), height: .millimetres(40)).resized(width: width, height: height)
        let stroke = Stroke(
            width: .points(thousandths: 500), color: Color(red: 128, green: 128, blue: 128), pattern: .dashed, period: .points(4))
        let inset = stroke.width / 2
        let path = Path.rectangle(
            origin: Point(x: inset, y: inset), size: Size(width: size.width - stroke.width, height: size.height - stroke.width))
        return .drawing(Drawing(size: size, shapes: [Drawing.Shape(path: path, fill: nil, stroke: stroke)]))
    }

    /// The picture in the place of something else, as large as it is by itself.
    func placed(_ target: Instantiation, _ alignment: TextAlignment, alternative: String) -> PlacedPicture? {
        picture(target).map { PlacedPicture(picture: $0, size: $0.size, alignment: alignment, alternative: alternative) }
    }
}
