/// Makes expressions: well-formed ones by the grammar, and broken ones by changing a token of those.
struct XPathGenerator {
    var random: SeededGenerator
    private var depth = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random)! }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    /// The tokens of a well-formed expression.
    mutating func expression() -> [String] {
        depth += 1
        defer { depth -= 1 }
        if depth > 4 { return step() }
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2:
            let operators = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "|"]
            var result = expression()
            result.append(pick(operators))
            result += expression()
            return result
        case 3: return ["-"] + union()
        case 4: return ["("] + expression() + [")"] + (chance(30) ? ["["] + expression() + ["]"] : [])
        default: return union()
        }
    }

    private mutating func union() -> [String] { chance(10) ? path() + ["|"] + path() : path() }

    private mutating func path() -> [String] {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return [pick(["1", "2.5", ".5", "3.", "0", "12"])]
        case 1: return [pick(["'a'", "\"b c\"", "''", "'رقم'", "'2'"])]
        case 2: return ["$data"] + (chance(50) ? ["/"] + step() : [])
        case 3: return call()
        case 4: return ["/"] + (chance(70) ? step() : [])
        case 5: return ["//"] + step()
        default:
            var result = step()
            while chance(40) { result += [chance(80) ? "/" : "//"] + step() }
            return result
        }
    }

    private mutating func step() -> [String] {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return ["."]
        case 1: return [".."]
        case 2: return ["@", pick(["a", "*", "node", "b-c"])]
        case 3:
            let axes = ["child", "parent", "self", "descendant", "following-sibling", "preceding-sibling", "ancestor", "ancestor-or-self"]
            return [pick(axes), "::"] + test()
        default: return test() + (chance(25) && depth < 5 ? ["["] + expression() + ["]"] : [])
        }
    }

    private mutating func test() -> [String] {
        if chance(12) { return [pick(["node", "text", "comment"]), "(", ")"] }
        return [pick(["a", "b", "req", "no", "item", "b-c", "x.y", "and", "or", "div", "mod", "text", "name", "*", "_q", "data"])]
    }

    private mutating func call() -> [String] {
        let calls: [(String, Int)] = [
            ("count", 1), ("string", 1), ("not", 1), ("position", 0), ("last", 0), ("true", 0), ("contains", 2), ("concat", 3),
            ("substring", 3), ("translate", 3), ("normalize-space", 1), ("number", 1), ("sum", 1), ("round", 1), ("name", 1),
            ("boolean", 1),
        ]
        let (name, arity) = calls.randomElement(using: &random)!
        var result = [name, "("]
        for index in 0..<arity {
            if index > 0 { result.append(",") }
            result += expression()
        }
        return result + [")"]
    }

    /// `tokens` with one taken out, doubled, exchanged or put in.
    mutating func broken(_ tokens: [String]) -> [String] {
        var tokens = tokens
        let others = [
            "(", ")", "[", "]", ".", "..", "@", ",", "::", "/", "//", "|", "+", "-", "=", "!=", "<", "*", "and", "a", "1", "'q'", "$data",
            "foo",
            "child", "node", "!", "%", "a:b", "a:*", ":",
        ]
        let place = Int.random(in: 0..<tokens.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: tokens.remove(at: place)
        case 1: tokens.insert(tokens[place], at: place)
        case 2: tokens[place] = pick(others)
        default: tokens.insert(pick(others), at: place)
        }
        return tokens
    }

    /// `tokens` as text: a space where two would run together, and sometimes elsewhere.
    mutating func text(_ tokens: [String]) -> String {
        var result = ""
        for token in tokens {
            let glues = result.unicodeScalars.last.map(XPathGenerator.isWord) ?? false
            if glues && (token.unicodeScalars.first.map(XPathGenerator.isWord) ?? false) || (!result.hasSuffix("$") && chance(25)) {
                result += " "
            }
            result += token
        }
        return result
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "." || scalar == "_" || scalar == ":"
    }
}
