import DiwanHTML
import DiwanTestSupport
import Foundation
import Testing

/// The page of a report, as a browser shows and prints it.
struct ReportPageTests {
    private struct Report: Decodable { var pages: [String: BrowserReport.Page] }

    private static func page() -> [UInt8] {
        let wide = (1...14).map {
            ["1448/ط/000\($0)", "محال إلى الباحث الاجتماعي", "إصدار خطاب القبول والقيد ثم تقديم الخدمة", "٢٠٢٦/١١/١٥م"]
        }
        let columns = [
            ReportPage.Column(title: "رقم الطلب", isNumeric: true), ReportPage.Column(title: "الحالة", isNumeric: false),
            ReportPage.Column(title: "الخطوة", isNumeric: false), ReportPage.Column(title: "آخر موعد", isNumeric: true),
        ]
        let steps = ["الخطوتان", "الوسيط", "تسعة أعشارها ضمن", "الأكثر", "عدد الطلبات", "الأول", "الآخر"]
        return ReportPage.bytes(
            office: "جمعية <نموذج> & شركاؤها", title: "تقرير", period: "من 2026-11-01 إلى 2026-11-30",
            figures: [ReportPage.Figure(label: "طلبات", value: "١٤")],
            sections: [
                ReportPage.Section(name: "requests", title: "المفتوحة", note: "الأقدم أولًا.", columns: columns, rows: wide),
                ReportPage.Section(
                    name: "channels", title: "القنوات", columns: Array(columns[1...].suffix(2)),
                    rows: [["الموقع الإلكتروني للجمعية", "١٢"], ["المقابلة", "٣"]],
                    bars: [
                        ReportPage.Bar(label: "الموقع الإلكتروني للجمعية", value: "١٢", length: 12),
                        ReportPage.Bar(label: "المقابلة", value: "٣", length: 3),
                    ]),
                ReportPage.Section(
                    name: "steps", title: "الأيام", columns: steps.map { ReportPage.Column(title: $0, isNumeric: $0 != steps[0]) },
                    rows: [["من الاكتمال إلى الرفع للجنة", "١", "٢", "٣", "٤", "٥", "خاتمة"]],
                    bars: [ReportPage.Bar(label: "من الاكتمال إلى الرفع للجنة", value: "١", length: 1)]),
                ReportPage.Section(name: "none", title: "الوثائق", columns: columns, rows: []),
            ], empty: "لا شيء في هذه المدة.")
    }

    @Test("It fits narrow and wide windows, loads nothing, has no fault that axe-core knows, and prints all its words")
    func browser() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.page(), to: "report.html")
        try folder.write(#"{"pages":["report.html"],"submit":[],"fill":[]}"#, to: "work.json")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/browser.py").path
        let run = try ProgramRun("/usr/bin/python3", [script, folder.path])
        try #require(run.status == 0, "\(run.errorText)")
        let report = try JSONDecoder().decode(Report.self, from: Data(try readFile(folder.path("report.json"))))
        let page = try #require(report.pages["report.html"])
        #expect(page.parse.isEmpty && page.nesting.isEmpty, "\(page.parse) \(page.nesting)")
        #expect(page.wide.values.allSatisfy { $0 == 0 }, "\(page.wide)")
        #expect(page.violations.isEmpty, "\(page.violations)")
        #expect(page.console.isEmpty && page.loaded.isEmpty, "\(page.console) \(page.loaded)")
        for word in ["خاتمة", "المقابلة", "شركاؤها", "مدة"] { #expect(page.printed.contains(word), "\(word)") }
        #expect(page.text.contains("جمعية <نموذج> & شركاؤها"))
    }

    @Test("A bar is as long as its part of the scale, from the right")
    func bars() {
        let page = String(decoding: Self.page(), as: UTF8.self)
        #expect(page.contains(#"<rect x="0.0%" y="26" width="100.0%" height="10" class="bar">"#))
        #expect(page.contains(#"<rect x="75.0%" y="70" width="25.0%" height="10" class="bar">"#))
        #expect(!page.contains("<script") && !page.contains("style=\""))
    }
}
