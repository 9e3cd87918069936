/// A page of figures, from right to left: a few numbers at the top, then tables, each with a chart beside it where it has one.
///
/// The page loads nothing and runs nothing. The charts are SVG in the page; whoever does not see them has the same in the table.
public struct ReportPage: Sendable {
    /// A number at the top.
    public struct Figure: Sendable {
        /// What it is of.
        public var label: String
        /// The number.
        public var value: String

        /// A number.
        public init(label: String, value: String) {
            self.label = label
            self.value = value
        }
    }

    /// A bar of a chart.
    public struct Bar: Sendable {
        /// What it is of.
        public var label: String
        /// What stands beside it.
        public var value: String
        /// Its length, in parts of the scale.
        public var length: Int

        /// A bar.
        public init(label: String, value: String, length: Int) {
            self.label = label
            self.value = value
            self.length = length
        }
    }

    /// A column of a table.
    public struct Column: Sendable {
        /// Its heading.
        public var title: String
        /// Whether it holds numbers and days, which are not broken and stand in their own order.
        public var isNumeric: Bool

        /// A column.
        public init(title: String, isNumeric: Bool) {
            self.title = title
            self.isNumeric = isNumeric
        }
    }

    /// A part of the page.
    public struct Section: Sendable {
        /// The name that links lead to: letters a–z.
        public var name: String
        /// The heading.
        public var title: String
        /// What a reader should know.
        public var note: String?
        /// The columns of the table.
        public var columns: [Column]
        /// The rows.
        public var rows: [[String]]
        /// The bars of the chart; none where there is no chart.
        public var bars: [Bar]
        /// The whole length of the scale; at least that of the longest bar.
        public var scale: Int

        /// A part.
        public init(
            name: String, title: String, note: String? = nil, columns: [Column], rows: [[String]], bars: [Bar] = [], scale: Int = 0
        ) {
            self.name = name
            self.title = title
            self.note = note
            self.columns = columns
            self.rows = rows
            self.bars = bars
            self.scale = max(scale, bars.map(\.length).max() ?? 0)
        }
    }

    /// The height of a bar with its words, in CSS pixels.
    private static let step = 44

    /// The page.
    /// - Parameters:
    ///   - office: the institution's name.
    ///   - period: the days, and what else stands below the title.
    ///   - empty: what stands in place of a table without rows.
    public static func bytes(
        office: String, title: String, period: String, figures: [Figure], sections: [Section], empty: String
    ) -> [UInt8] {
        var writer = MarkupWriter()
        writer.markup("<header>")
        writer.element("p", [("class", "office")], office)
        writer.element("h1", title)
        writer.open("p")
        writer.isolatedText(period)
        writer.markup("</p></header>\n<main>\n")
        if !figures.isEmpty {
            writer.open("dl", [("class", "figures")])
            for figure in figures {
                writer.markup("<div>")
                writer.element("dt", figure.label)
                writer.element("dd", figure.value)
                writer.markup("</div>")
            }
            writer.markup("</dl>\n")
        }
        for section in sections { write(section, empty, to: &writer) }
        writer.markup("</main>\n")
        return PageFrame.page(
            title: "\(title) – \(office)", language: "ar", direction: "rtl", styles: styles, formAction: "'none'", body: writer.bytes)
    }

    private static func write(_ section: Section, _ empty: String, to writer: inout MarkupWriter) {
        writer.open(
            "section",
            [("class", section.bars.isEmpty ? "long" : "whole"), ("id", section.name), ("aria-labelledby", "\(section.name)-title")])
        writer.element("h2", [("id", "\(section.name)-title")], section.title)
        if let note = section.note { writer.element("p", [("class", "note")], note) }
        guard !section.rows.isEmpty else {
            writer.element("p", [("class", "empty")], empty)
            writer.markup("</section>\n")
            return
        }
        writer.open("div", [("class", section.bars.isEmpty ? "parts one" : section.columns.count > 2 ? "parts wide" : "parts")])
        if !section.bars.isEmpty { chart(section, to: &writer) }
        // What does not fit scrolls, and can be scrolled with keys.
        writer.open("div", [("class", "table"), ("tabindex", "0"), ("role", "region"), ("aria-label", "جدول: \(section.title)")])
        writer.markup("<table>\n<thead><tr>")
        for column in section.columns { writer.element("th", [("scope", "col")], column.title) }
        writer.markup("</tr></thead>\n<tbody>\n")
        for row in section.rows {
            writer.markup("<tr>")
            for (index, cell) in row.enumerated() where index < section.columns.count {
                let element = index == 0 ? "th" : "td"
                var attributes: [MarkupWriter.Attribute] = index == 0 ? [("scope", "row")] : []
                if section.columns[index].isNumeric { attributes.append(("class", "number")) }
                writer.open(element, attributes)
                if section.columns[index].isNumeric { writer.element("bdi", cell) } else { writer.isolatedText(cell) }
                writer.close(element)
            }
            writer.markup("</tr>\n")
        }
        writer.markup("</tbody></table></div></div></section>\n")
    }

    /// The bars, from the right. Lengths are parts of the width, so that letters keep their size on every screen.
    private static func chart(_ section: Section, to writer: inout MarkupWriter) {
        let height = section.bars.count * step
        writer.open(
            "svg",
            [
                ("role", "img"), ("aria-labelledby", "\(section.name)-chart"), ("width", "100%"), ("height", "\(height)"),
            ])
        writer.element("title", [("id", "\(section.name)-chart")], "رسم بياني: \(section.title)، والأرقام في الجدول")
        for (index, bar) in section.bars.enumerated() {
            let top = index * step
            writer.element("text", [("x", "100%"), ("y", "\(top + 18)"), ("class", "label")], bar.label)
            writer.element("text", [("x", "0"), ("y", "\(top + 18)"), ("class", "value")], bar.value)
            // Thousandths of the width.
            let length = section.scale > 0 ? (bar.length * 1_000 + section.scale / 2) / section.scale : 0
            func rectangle(_ kind: String, _ length: Int) {
                let rest = 1_000 - length
                writer.open(
                    "rect",
                    [
                        ("x", "\(rest / 10).\(rest % 10)%"), ("y", "\(top + 26)"), ("width", "\(length / 10).\(length % 10)%"),
                        ("height", "10"), ("class", kind),
                    ])
                writer.close("rect")
            }
            rectangle("ground", 1_000)
            rectangle("bar", length)
        }
        writer.markup("</svg>\n")
    }

    private static let styles = """
        :root { --ink: #1d2b26; --quiet: #55635d; --accent: #1f5c45; --paper: #ffffff; --ground: #eef1ee; --line: #cdd6d0; --bar: #2f7d5f; color-scheme: light dark; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e8eeea; --quiet: #a9b7b0; --accent: #8fd0b4; --paper: #1d2522; --ground: #121816; --line: #36423d; --bar: #6db898; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.7 "Noto Naskh Arabic", Amiri, "Traditional Arabic", serif; }
        header { padding: 1.6rem clamp(1rem, 4vw, 3rem) 1rem; background: var(--paper); border-block-end: 3px solid var(--accent); }
        header p { margin: 0; color: var(--quiet); }
        h1, h2, .figures, th, svg { font-family: "Noto Kufi Arabic", "Noto Sans Arabic", sans-serif; line-height: 1.5; }
        h1 { margin: 0; font-size: 1.6rem; color: var(--accent); }
        main { max-width: 72rem; margin-inline: auto; padding: 1rem clamp(1rem, 4vw, 3rem) 3rem; }
        h2 { margin: 0 0 .6rem; font-size: 1.1rem; }
        section { margin-block-start: 1rem; padding: 1rem clamp(.8rem, 2vw, 1.4rem); background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
        .note, .empty { margin: 0 0 .6rem; color: var(--quiet); font-size: .92rem; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .8rem; margin: 0; }
        .figures div { padding: .7rem 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
        dt { color: var(--quiet); font-size: .85rem; }
        dd { margin: 0; font-size: 1.5rem; color: var(--accent); }
        .parts { display: grid; gap: 1.4rem; align-items: start; }
        .parts > * { min-width: 0; }
        @media (min-width: 48rem) { .parts { grid-template-columns: 1fr 1fr; } .parts.one { grid-template-columns: 1fr; } .parts.wide { grid-template-columns: 2fr 3fr; } }
        .table { overflow-x: auto; }
        .table:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        table { width: 100%; border-collapse: collapse; font-size: .95rem; }
        th, td { padding: .35rem .5rem; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; }
        thead th { font-size: .8rem; color: var(--quiet); vertical-align: bottom; border-block-end: 2px solid var(--line); }
        tbody th { font-weight: normal; font-family: inherit; }
        tbody th:not(.number) { min-width: 8rem; }
        .number { white-space: nowrap; font-variant-numeric: tabular-nums; }
        svg { display: block; direction: rtl; overflow: visible; font-size: .9rem; }
        text { fill: var(--ink); }
        .label { text-anchor: start; }
        .value { text-anchor: end; fill: var(--quiet); }
        .ground { fill: var(--line); opacity: .45; }
        .bar { fill: var(--bar); }
        @page { size: A4; margin: 16mm 14mm; }
        @media print {
          :root { --ink: #000000; --quiet: #444444; --accent: #1f5c45; --paper: #ffffff; --ground: #ffffff; --line: #c4c4c4; --bar: #2f7d5f; }
          body { font-size: 10pt; }
          header, main { padding-inline: 0; }
          header { padding-block-start: 0; }
          main { max-width: none; }
          section, .figures div { border-radius: 0; }
          section { padding: .6rem 0; border-width: 1px 0 0; }
          .whole, .figures div, tr { break-inside: avoid; }
          .parts { grid-template-columns: 1fr 1fr; }
          .parts.one, .parts.wide { grid-template-columns: 1fr; }
          .figures { grid-template-columns: repeat(3, 1fr); }
          h2, .note { break-after: avoid; }
          .table { overflow: visible; }
          svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """
}
