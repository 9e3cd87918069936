public import DiwanData
import DiwanDomain

/// A table of a report, as the page, the text and the CSV files have it.
public struct ReportTable: Sendable {
    /// What a column holds.
    public enum Column: Sendable, Hashable {
        /// Words.
        case text(String)
        /// Numbers, days, numbers of a series.
        case number(String)

        /// The heading, in Arabic.
        public var title: String {
            switch self {
            case .text(let title), .number(let title): title
            }
        }
    }

    /// The name, as files have it: `channels`.
    public let name: String
    /// The heading, in Arabic.
    public let title: String
    /// What a reader should know.
    public let note: String?
    /// The columns.
    public let columns: [Column]
    /// The rows.
    public let rows: [[String]]
    /// The column whose numbers a chart shows beside the words of the first; `nil` where there is none to show.
    public let charted: Int?

    init(_ name: String, _ title: String, _ columns: [Column], _ rows: [[String]], note: String? = nil, charted: Int? = nil) {
        self.name = name
        self.title = title
        self.note = note
        self.columns = columns
        self.rows = rows
        self.charted = charted
    }

    /// The file: CSV in UTF-8 with a byte order mark, so that office programs read the Arabic.
    public var csv: [UInt8] {
        var output: [UInt8] = [0xEF, 0xBB, 0xBF]
        let writer = CSVWriter()
        writer.append(columns.map(\.title), to: &output)
        for row in rows { writer.append(row, to: &output) }
        return output
    }
}

extension OfficeReport {
    /// The tables, in the order in which the report shows them.
    public var tables: [ReportTable] {
        func counts(_ name: String, _ title: String, _ what: String, _ counts: [Count]) -> ReportTable {
            ReportTable(
                name, title, [.text(what), .number("العدد")], counts.map { [$0.label, String($0.count)] }, charted: 1)
        }
        return [
            ReportTable(
                "requests", "الطلبات المفتوحة",
                [
                    .number("رقم الطلب"), .text("الحالة"), .text("الخطوة التالية"), .number("أول يوم للرد"), .number("آخر موعد"),
                    .text("التأخر"),
                ],
                pending.map {
                    [$0.number, $0.stateLabel, $0.next, $0.earliest?.iso ?? "", $0.due?.iso ?? "", $0.isOverdue ? "متأخر" : ""]
                }, note: "كما هي عند إعداد التقرير، والأقدم أولًا."),
            ReportTable(
                "inquiries", "ما ينتظر الرد من استفسار واقتراح وشكوى",
                [.number("الرقم"), .text("النوع"), .number("الاستلام"), .number("آخر موعد"), .text("التأخر")],
                inquiries.map { [$0.number, $0.label, $0.received.iso, $0.due?.iso ?? "", $0.isOverdue ? "متأخر" : ""] }),
            counts("channels", "الطلبات المستلمة بحسب القناة", "القناة", byChannel),
            counts("states", "حالة الطلبات المستلمة", "الحالة", byState),
            counts("outcomes", "قرارات لجنة البحث", "القرار", byOutcome),
            ReportTable(
                "steps", "الأيام بين الخطوات",
                [.text("الخطوتان"), .number("الوسيط"), .number("تسعة أعشارها ضمن"), .number("الأكثر"), .number("عدد الطلبات")],
                steps.map { [$0.label, String($0.median), String($0.ninth), String($0.most), String($0.count)] }, charted: 1),
            ReportTable(
                "satisfaction", "رضا المستفيدين",
                [
                    .text("الخدمة"), .number("المتوسط من 5"), .number("عدد الإجابات"), .number("1"), .number("2"), .number("3"),
                    .number("4"),
                    .number("5"),
                ],
                satisfaction.map { row in
                    guard let count = row.count, let mean = row.mean else {
                        return [row.service, "محجوب"] + Array(repeating: "", count: 6)
                    }
                    return [row.service, Self.hundredths(mean), String(count)] + row.scores.map(String.init)
                },
                note: "التقييم حق للمستفيد ووسيلة للتحسين لا للمؤاخذة. تُعرض الإجابات مجموعاتٍ كاملة في كل منها \(smallestGroup) إجابات، "
                    + "ولا يُعرض ما دون ذلك حتى تكتمل المجموعة.", charted: 1),
            counts("documents", "الوثائق الصادرة", "الوثيقة", documents),
            counts("overrides", "الاستثناءات من السياسة", "القاعدة", overrides),
        ]
    }

    /// Hundredths as a decimal number.
    private static func hundredths(_ number: Int) -> String {
        "\(number / 100)." + (number % 100 < 10 ? "0" : "") + String(number % 100)
    }

    /// The report as JSON.
    public var json: JSONValue {
        func list(_ counts: [Count]) -> JSONValue {
            .array(
                counts.map {
                    .object([("name", .string($0.name)), ("label", .string($0.label)), ("count", .integer($0.count))])
                })
        }
        return .object([
            ("from", .string(days.lowerBound.iso)), ("to", .string(days.upperBound.iso)), ("open", .array(pending.map(\.json))),
            ("inquiries", .array(inquiries.map(\.json))),
            ("channels", list(byChannel)), ("states", list(byState)), ("outcomes", list(byOutcome)), ("documents", list(documents)),
            (
                "steps",
                .array(
                    steps.map {
                        .object([
                            ("label", .string($0.label)), ("count", .integer($0.count)), ("median", .integer($0.median)),
                            ("ninth", .integer($0.ninth)), ("most", .integer($0.most)),
                        ])
                    })
            ), ("smallest-group", .integer(smallestGroup)),
            (
                "satisfaction",
                .array(
                    satisfaction.map { row in
                        .object([
                            ("service", .string(row.service)), ("count", row.count.map { .integer($0) } ?? .null),
                            ("mean", row.mean.map { .number(Self.hundredths($0)) } ?? .null),
                            ("scores", .array(row.scores.map { .integer($0) })),
                        ])
                    })
            ), ("overrides", list(overrides)),
        ])
    }
}
