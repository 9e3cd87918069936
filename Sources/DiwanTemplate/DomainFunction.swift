import DiwanDomain
import DiwanXML

/// The functions of expressions beyond those of XPath 1.0.
enum DomainFunction: String, Sendable, CaseIterable {
    /// The number of days from 1970-01-01 to a date.
    case daysFromDate = "days-from-date"
    /// A date some days later.
    case addDays = "add-days"
    /// A date some working days later; the day itself is not counted.
    case addWorkingDays = "add-working-days"
    /// The first working day on a date or after it.
    case firstWorkingDay = "first-working-day"
    /// The full years from a date of birth to today, or to a second date.
    case age
    /// The day of the environment.
    case today
    /// The second or the third argument, by the first.
    case `if`

    /// How it is called, for the guide.
    var usage: String {
        switch self {
        case .daysFromDate: "days-from-date(date)"
        case .addDays: "add-days(date, number)"
        case .addWorkingDays: "add-working-days(date, number)"
        case .firstWorkingDay: "first-working-day(date)"
        case .age: "age(date, on?)"
        case .today: "today()"
        case .if: "if(condition, value, value)"
        }
    }

    /// What it gives, for the guide.
    var summary: String {
        switch self {
        case .daysFromDate: "the number of days from 1970-01-01 to a date: dates are compared by it"
        case .addDays: "the date some days later"
        case .addWorkingDays: "the date some working days later; the day itself is not counted"
        case .firstWorkingDay: "the first working day on a date or after it"
        case .age: "the full years from a date of birth to today, or to a second date"
        case .today: "the day of the environment, in Riyadh"
        case .if: "the first value where the condition holds, else the second"
        }
    }

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .today: 0...0
        case .daysFromDate, .firstWorkingDay: 1...1
        case .age: 1...2
        case .addDays, .addWorkingDays: 2...2
        case .if: 3...3
        }
    }

    /// The place of the arguments that must be dates.
    var dateArguments: Range<Int> {
        switch self {
        case .today, .if: 0..<0
        case .daysFromDate, .firstWorkingDay, .addDays, .addWorkingDays: 0..<1
        case .age: 0..<2
        }
    }

    /// What it gives; `nil` for `if`, which gives what its arguments are.
    var result: StaticType? {
        switch self {
        case .daysFromDate, .age: .number
        case .addDays, .addWorkingDays, .firstWorkingDay, .today: .date
        case .if: nil
        }
    }

    /// The value for `arguments`. An argument that is empty gives an empty value; one that is no date gives it too, and
    /// sets the evaluator's failure.
    func evaluate(_ arguments: [Value], _ evaluator: Evaluator) -> Value {
        let empty: Value = result == .number ? .number(nil) : .text("")
        switch self {
        case .today: return .text(evaluator.environment.today.iso)
        case .if: return evaluator.boolean(arguments[0]) ? arguments[1] : arguments[2]
        default: break
        }
        let text = evaluator.string(arguments[0])
        if text.isEmpty { return empty }
        do throws(DomainError) {
            let recorded = if let date = RecordDate(iso: text) { date.recorded } else { try RecordedDate(text, order: .yearFirst) }
            guard let date = recorded.both?.civil else {
                evaluator.failure = "\(rawValue)(): \(text)"
                return empty
            }
            switch self {
            case .daysFromDate: return .number(DecimalNumber(date.dayNumber))
            case .firstWorkingDay: return .text(try evaluator.environment.workingCalendar.firstWorkingDay(onOrAfter: date).iso)
            case .addDays, .addWorkingDays:
                guard let count = evaluator.number(arguments[1])?.integer else { return empty }
                if self == .addDays { return .text(try date.adding(days: count).iso) }
                return .text(try evaluator.environment.workingCalendar.adding(workingDays: count, to: date).iso)
            case .age:
                var end = evaluator.environment.today
                if arguments.count == 2 {
                    guard let other = try RecordedDate(evaluator.string(arguments[1]), order: .yearFirst).both?.civil else { return empty }
                    end = other
                }
                let hasPassed = (end.month, end.day) >= (date.month, date.day)
                return .number(DecimalNumber(end.year - date.year - (hasPassed ? 0 : 1)))
            case .today, .if: return empty
            }
        } catch {
            evaluator.failure = "\(rawValue)(): \(error.reason)"
            return empty
        }
    }
}
