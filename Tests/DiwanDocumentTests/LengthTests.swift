import DiwanDocument
import Testing

@Suite("Lengths")
struct LengthTests {
    @Test("A millimetre is 360/127 points, to the nearest unit")
    func millimetres() {
        #expect(Length.millimetres(127) == .points(360))
        #expect(Length.millimetres(thousandths: 1) == Length(rawValue: 186))
        #expect(Length.millimetres(thousandths: -1) == Length(rawValue: -186))
    }

    @Test(
        "Scaling rounds to the nearest unit, halves away from zero",
        arguments: [(7, 1, 2, 4), (-7, 1, 2, -4), (10, 1, 3, 3), (11, 1, 3, 4)])
    func scaling(value: Int, numerator: Int, denominator: Int, expected: Int) {
        #expect(Length(rawValue: Int64(value)).scaled(by: numerator, over: denominator).rawValue == Int64(expected))
    }

    @Test("A round corner never passes the middle of a side")
    func corners() {
        let path = Path.rectangle(origin: .zero, size: Size(width: .points(10), height: .points(4)), radius: .points(5))
        #expect(path.steps.first == .move(Point(x: .points(2), y: .zero)))
        #expect(path.steps.count == 10)
    }
}
