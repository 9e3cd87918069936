/// A JPEG picture that stays as it is coded, with what DCTDecode and an image XObject need to know of it (ISO 32000-1, 7.4.8 and 8.9.5).
public struct JPEGImage: Hashable, Sendable {
    /// How the coefficients are coded.
    public enum Process: UInt8, Hashable, Sendable {
        /// Baseline sequential (SOF0).
        case baseline
        /// Progressive with Huffman coding (SOF2); PDF 1.3 and later.
        case progressive
    }

    /// What the components of a pixel are, after decoding.
    public enum ColorModel: UInt8, Hashable, Sendable {
        /// One component.
        case grey
        /// Three components: DeviceRGB.
        case rgb
        /// Four components: DeviceCMYK, which PDF/A with an sRGB output intent does not allow.
        case cmyk
    }

    /// Pixels in a row, 1 to 65535.
    public let width: Int
    /// Rows, 1 to 65535.
    public let height: Int
    /// How the coefficients are coded.
    public let process: Process
    /// What the components are.
    public let colorModel: ColorModel
    /// Whether the components are coded as luminance and differences (YCbCr, YCCK) rather than plain: the ColorTransform of DCTDecode.
    public let isTransformed: Bool
    /// The transform of the Adobe marker (0 none, 1 YCbCr, 2 YCCK); `nil` when the file has no such marker.
    ///
    /// Programs that write the marker in CMYK pictures store the four components inverted: `/Decode [1 0 1 0 1 0 1 0]`.
    public let adobeTransform: Int?
    /// The density that the JFIF marker names; `nil` when it names none.
    public let density: PixelDensity?
    /// How the picture is to be turned to stand upright, as Exif counts it: 1 not at all, 3 by a half turn, 6 a quarter clockwise,
    /// 8 a quarter anticlockwise; 2, 4, 5 and 7 are mirrored. DCTDecode does not turn it.
    public let orientation: Int
    /// The picture's bytes, from SOI to EOI: what a stream with the filter DCTDecode holds.
    public let bytes: [UInt8]
}
