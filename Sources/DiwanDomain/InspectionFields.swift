/// The fields that `diwan inspect` prints for the domain's rules, one array a line of input.
public enum InspectionFields {
    /// `words` of a counted noun: nominative, genitive, accusative.
    public static func cardinal(_ number: Int, _ noun: CountedNoun) -> [String] {
        GrammaticalCase.allCases.map { NumberWords().cardinal(number, noun, $0) }
    }

    /// `words` of a number alone: nominative, genitive, accusative.
    public static func bare(_ number: Int) -> [String] {
        GrammaticalCase.allCases.map { NumberWords().bare(number, $0) }
    }

    /// `words` of an amount: nominative, genitive, accusative.
    public static func amount(_ money: Money) -> [String] {
        GrammaticalCase.allCases.map { NumberWords().amount(money, $0) }
    }

    /// `words` of an ordinal (`number` is 1 or more): masculine nominative and genitive, feminine nominative and genitive.
    public static func ordinal(_ number: Int) -> [String] {
        [Gender.masculine, .feminine].flatMap { gender in
            [GrammaticalCase.nominative, .genitive].map { NumberWords().ordinal(number, gender, $0) }
        }
    }

    /// `date` of a line such as `1447-05-14 umalqura` or `2025-11-05 gregorian`: Hijri, Gregorian, Arabic weekday;
    /// or `invalid` and why.
    public static func date(_ line: String) -> [String] {
        do throws(DomainError) {
            let line = InvisibleMarks.trimmed(line)
            guard let space = line.lastIndex(of: " "), let calendar = CalendarKind(rawValue: String(line[line.index(after: space)...]))
            else {
                throw .date(.calendar)
            }
            let text = String(line[..<space])
            let pair: DatePair
            switch calendar {
            case .ummAlQura: pair = DatePair(try DateReader.hijriDate(text, order: .yearFirst))
            case .gregorian: pair = try DatePair(DateReader.civilDate(text, order: .yearFirst))
            }
            return [pair.hijri.iso, pair.civil.iso, pair.weekday.name]
        } catch {
            return ["invalid", error.reason]
        }
    }
}
