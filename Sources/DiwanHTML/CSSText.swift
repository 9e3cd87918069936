import DiwanDocument

/// Values of style sheets as text.
enum CSSText {
    /// Thousandths as decimal text without needless zeros.
    static func decimal(thousandths value: Int) -> String {
        let magnitude = value.magnitude
        var fraction = String(magnitude % 1_000 + 1_000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return (value < 0 ? "-" : "") + String(magnitude / 1_000) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// A length as a number of points, to the thousandth.
    static func number(_ length: Length) -> String {
        decimal(thousandths: thousandths(length))
    }

    /// A length in points.
    static func points(_ length: Length) -> String {
        length == .zero ? "0" : number(length) + "pt"
    }

    /// A length in units of the reader's own text size, which is 12 points on paper.
    static func rem(_ length: Length) -> String {
        decimal(thousandths: (thousandths(length) + 6) / 12) + "rem"
    }

    /// A share in percent, to the hundredth.
    static func percent(_ part: Length, of whole: Length) -> String {
        decimal(thousandths: Int(part.rawValue * 10_000 / max(1, whole.rawValue)) * 10) + "%"
    }

    /// A colour.
    static func color(_ color: Color) -> String {
        func digits(_ value: UInt8) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
        return "#" + digits(color.red) + digits(color.green) + digits(color.blue)
    }

    /// A line as a border; dashes have the period of the browser. No line is thinner than a browser draws it.
    static func border(_ stroke: Stroke) -> String {
        let pattern =
            switch stroke.pattern {
            case .solid: "solid"
            case .dashed: "dashed"
            case .dotted: "dotted"
            }
        return points(stroke.width) + " " + pattern + " " + color(stroke.color)
    }

    /// A string with its quotation marks.
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "<": result += "\\3c "
            case _ where scalar.value < 0x20: result += "\\" + String(scalar.value, radix: 16) + " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func thousandths(_ length: Length) -> Int {
        let product = length.rawValue * 1_000
        return Int((product + (product < 0 ? -32_768 : 32_768)) / 65_536)
    }
}
