import DiwanTestSupport

/// SVG files of random shapes, paints and transforms.
struct SVGGenerator {
    private var random: SeededGenerator

    /// Drawings that depend on `seed` only.
    init(seed: Int) {
        random = SeededGenerator(seed: UInt64(seed))
    }

    private mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &random)! }

    /// A number of one of the forms that SVG allows.
    private mutating func number(_ range: ClosedRange<Int>) -> String {
        let value = integer(range)
        switch integer(0...4) {
        case 0: return "\(value).\(integer(0...999))"
        case 1: return "\(value * 10)e-1"
        case 2: return "\(value).5"
        default: return "\(value)"
        }
    }

    private mutating func color() -> String {
        switch integer(0...4) {
        case 0: pick(["red", "navy", "Teal", "goldenrod", "black", "darkslategray"])
        case 1: "#\(pick(["a3c", "F00", "082", "567f"]))"
        case 2: "rgb(\(integer(0...255)), \(integer(0...255)),\(integer(0...255)))"
        case 3: "rgb(\(integer(0...100))%,\(integer(0...100))% ,\(integer(0...100))%)"
        default: "#\(pick(["1a5c3a", "C09030", "204080ff"]))"
        }
    }

    private mutating func pathData() -> String {
        var data = pick(["M", "m"]) + "\(number(10...90)) \(number(10...90))"
        for _ in 0..<integer(1...7) {
            let command = pick(["L", "l", "H", "h", "V", "v", "C", "c", "S", "s", "Q", "q", "T", "t", "A", "a", "Z", "z", "M"])
            let range = command == command.lowercased() ? -40...40 : 0...100
            func pair(_ generator: inout SVGGenerator) -> String {
                let x = generator.number(range)
                let y = generator.number(range)
                return y.hasPrefix("-") && generator.integer(0...1) == 0 ? x + y : x + generator.pick([" ", ",", " , "]) + y
            }
            switch command.lowercased() {
            case "h", "v": data += "\(command)\(number(range))"
            case "c": data += "\(command)\(pair(&self)) \(pair(&self)),\(pair(&self))"
            case "s", "q": data += "\(command)\(pair(&self)) \(pair(&self))"
            case "a":
                let radii = "\(number(3...60)),\(number(3...60))"
                data += "\(command)\(radii) \(number(-180...180)) \(integer(0...1))\(pick([" ", ",", ""]))\(integer(0...1)) \(pair(&self))"
            case "z": data += command
            // librsvg draws a square end for a part without a line, which SVG 1.1, 11.4, says is not stroked: so each part gets one.
            case "m": data += "L\(pair(&self))M\(pair(&self)) \(pair(&self))"
            default: data += "\(command)\(pair(&self))\(pick(["", " \(pair(&self))"]))"
            }
        }
        return data
    }

    private mutating func paint() -> String {
        var properties: [(String, String)] = []
        if integer(0...3) > 0 { properties.append(("fill", pick([color(), color(), "none"]))) }
        if integer(0...1) == 0 { properties.append(("fill-rule", pick(["evenodd", "nonzero"]))) }
        if integer(0...1) == 0 {
            properties.append(("stroke", color()))
            properties.append(("stroke-width", pick(["1", "2.5", "6", "1mm", "3pt"])))
            if integer(0...1) == 0 { properties.append(("stroke-linecap", pick(["butt", "round", "square"]))) }
            if integer(0...1) == 0 { properties.append(("stroke-linejoin", pick(["miter", "round", "bevel"]))) }
            if integer(0...2) == 0 { properties.append(("stroke-miterlimit", pick(["1", "2", "10"]))) }
            if integer(0...2) == 0 {
                properties.append(("stroke-dasharray", pick(["5", "8,3", "8 3 2", "10 4 0.5 4"])))
                properties.append(("stroke-dashoffset", pick(["0", "3", "-7", "40"])))
            }
        }
        var attributes = ""
        var style = ""
        for (name, value) in properties {
            if integer(0...1) == 0 { attributes += " \(name)='\(value)'" } else { style += "\(name): \(value);" }
        }
        return attributes + (style.isEmpty ? "" : " style='\(style)'")
    }

    private mutating func transform() -> String {
        let kinds = [
            "translate(\(integer(-10...10)))", "translate(\(integer(-10...10)) \(integer(-10...10)))", "scale(.8)",
            "scale(-1)translate(-100,-100)",
            "rotate(\(integer(-400...400)))", "rotate(\(integer(-90...90)), 50 50)", "matrix(0,1,-1 0 100 0)",
            "translate(5 5) scale(0.9), rotate(10)",
        ]
        return integer(0...2) > 0 ? "" : " transform='\(pick(kinds))'"
    }

    private mutating func element(_ depth: Int) -> String {
        switch integer(0...9) {
        case 0, 1, 2: return "<path d='\(pathData())'\(paint())\(transform())/>"
        case 3:
            let corners = pick(["", " rx='6'", " rx='4' ry='12'", " ry='100'", " rx='10%'"])
            return
                "<rect x='\(number(0...50))' y='\(number(0...50))' width='\(number(5...50))' height='40%'\(corners)\(paint())\(transform())/>"
        case 4: return "<circle cx='\(number(20...80))' cy='50%' r='\(number(5...40))'\(paint())\(transform())/>"
        case 5: return "<ellipse cx='\(number(20...80))' cy='\(number(20...80))' rx='\(number(5...40))' ry='\(number(5...40))'\(paint())/>"
        case 6: return "<line x1='\(number(0...100))' y1='\(number(0...100))' x2='\(number(0...100))' y2='9mm'\(paint())\(transform())/>"
        case 7:
            let points = (0..<integer(2...6)).map { _ in "\(number(0...100)),\(number(0...100))" }.joined(separator: " ")
            return "<\(pick(["polyline", "polygon"])) points='\(points)'\(paint())\(transform())/>"
        case 8: return "<use href='#\(pick(["a", "b"]))' x='\(integer(-20...20))' y='\(integer(-20...20))'\(paint())\(transform())/>"
        default:
            guard depth < 3 else { return "" }
            let children = (0..<integer(1...3)).map { _ in element(depth + 1) }.joined()
            return "<g\(paint())\(transform())>\(children)</g>"
        }
    }

    /// A whole file.
    mutating func svg() -> String {
        let frames = [
            "width='100' height='100'", "viewBox='0 0 100 100'", "width='40mm' viewBox='0 0 100 100'",
            "width='140' height='90' viewBox='-5 -5 110 110'",
            "width='140' height='90' viewBox='0 0 100 100' preserveAspectRatio='xMaxYMin meet'",
            "width='90' height='140' viewBox='0 0 100 100' preserveAspectRatio='xMidYMax'",
            "width='100%' height='100%' viewBox='0 0 100 100'",
        ]
        var text = "<svg xmlns='http://www.w3.org/2000/svg' \(pick(frames))>"
        text += "<defs><path id='a' d='\(pathData())'/><g id='b'\(paint())><rect width='20' height='10'/><use href='#a'/></g></defs>"
        for _ in 0..<integer(1...6) { text += element(0) }
        return text + "</svg>"
    }
}
