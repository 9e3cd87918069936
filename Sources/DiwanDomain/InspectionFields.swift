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

    /// `words` of an ordinal: masculine nominative and genitive, feminine nominative and genitive; below 1 `invalid` and why.
    public static func ordinal(_ number: Int) -> [String] {
        guard number >= 1 else { return ["invalid", "an ordinal is 1 or more"] }
        return [Gender.masculine, .feminine].flatMap { gender in
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

    /// `id` of a kind and a value: `valid`, normalised, masked (empty where the kind has no mask); or `invalid` and why.
    /// The kind `mask_national_id` of the vectors is a national id.
    public static func identifier(_ kind: String, _ value: String) -> [String] {
        guard let kind = kind == "mask_national_id" ? .nationalID : IdentifierKind(rawValue: kind) else {
            return ["invalid", "unknown kind"]
        }
        do throws(DomainError) {
            let identifier = try Identifier(kind, value)
            return ["valid", identifier.normalized, identifier.masked() ?? ""]
        } catch {
            return ["invalid", error.reason]
        }
    }

    /// `due` of a day of completion and the holidays' days (ISO dates): 14 calendar days later, the first working day on or
    /// after that, and the 5th, 10th and 15th working day after the day of completion; or `invalid` and why.
    public static func due(received: String, holidays: [String]) -> [String] {
        do throws(DomainError) {
            let received = try DateReader.civilDate(received, order: .yearFirst)
            var days: [CivilDate] = []
            for holiday in holidays { days.append(try DateReader.civilDate(holiday, order: .yearFirst)) }
            let calendar = WorkingCalendar(holidayDates: days)
            let dates = try DueDates(received: received, calendar: calendar)
            var fields = [dates.earliestIssue.iso, dates.earliestAnswer.iso]
            for count in [5, 10, 15] { fields.append(try calendar.adding(workingDays: count, to: received).iso) }
            return fields
        } catch {
            return ["invalid", error.reason]
        }
    }

    /// `name clean`: the name as it is stored.
    public static func cleanedName(_ name: String) -> [String] { [PersonName.cleaned(name)] }

    /// `name key`: the search key.
    public static func nameKey(_ name: String) -> [String] { [PersonName.searchKey(name)] }

    /// `name sort`: the names in order, one an element.
    public static func sortedNames(_ names: [String]) -> [String] { PersonName.sorted(names) }

    /// `agree` of a key: the six forms and the polite one (empty where it does not differ); nil for an unknown key.
    public static func agreement(_ key: String) -> [String]? {
        AgreementTable.row(key).map { $0.forms + [$0.polite ?? ""] }
    }
}
