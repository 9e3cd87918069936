public import DiwanDocument
import DiwanLayout
import DiwanPDF

/// Seals that are seen, in the fonts of the environment.
extension DiwanEnvironment {
    /// A sealer whose seals may show words.
    public func sealer(_ credentials: SealCredentials, timestamps: TimestampSource?) -> DocumentSealer {
        let fonts = fonts
        return DocumentSealer(
            credentials, timestamps: timestamps,
            exporter: PDFExporter { id in
                guard let font = try? fonts.font(id) else { preconditionFailure("layout has read the font") }
                return font
            })
    }

    /// What a seal shows in the circle for a stamp of `diameter`, around the word in its middle; `nil` where the circle is too small, or the
    /// fonts have no such letters.
    public func sealInCircle(above: [String], below: [String], diameter: Length) -> Frame? {
        do throws(LayoutError) {
            return try SealAppearance.circle(above: above, below: below, diameter: diameter, fonts: fonts)
        } catch {
            return nil
        }
    }
}
