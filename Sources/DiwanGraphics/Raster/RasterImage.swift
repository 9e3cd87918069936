/// A picture of pixels with 8 bits a sample, as an image XObject and its soft mask hold it (ISO 32000-1, 8.9.5 and 11.6.5.3).
public struct RasterImage: Hashable, Sendable {
    /// What the samples of a pixel are.
    public enum ColorModel: UInt8, Hashable, Sendable {
        /// One sample: 0 is black, 255 is white.
        case grey
        /// Three samples: red, green and blue of the sRGB space.
        case rgb

        /// Samples of one pixel.
        @inlinable
        public var samplesPerPixel: Int { self == .grey ? 1 : 3 }
    }

    /// Pixels in a row; at least 1.
    public let width: Int
    /// Rows; at least 1.
    public let height: Int
    /// What the samples of a pixel are.
    public let colorModel: ColorModel
    /// The samples, row after row from the top, without gaps: `width * height * colorModel.samplesPerPixel` bytes.
    public let samples: [UInt8]
    /// How much of each pixel covers what lies below, 0 (nothing) to 255 (all): `width * height` bytes; `nil` when all is covered.
    /// The colours are not multiplied by it.
    public let alpha: [UInt8]?
    /// The density that the file names; `nil` when it names none.
    public let density: PixelDensity?

    /// A picture. Traps when the counts of bytes do not fit the size.
    public init(width: Int, height: Int, colorModel: ColorModel, samples: [UInt8], alpha: [UInt8]? = nil, density: PixelDensity? = nil) {
        precondition(width > 0 && height > 0 && samples.count == width * height * colorModel.samplesPerPixel)
        precondition(alpha == nil || alpha!.count == width * height)
        self.width = width
        self.height = height
        self.colorModel = colorModel
        self.samples = samples
        self.alpha = alpha
        self.density = density
    }

    /// Whether every pixel covers all that lies below.
    public var isOpaque: Bool {
        alpha?.allSatisfy { $0 == 255 } ?? true
    }

    /// Whether red, green and blue are the same in every pixel.
    public var isGrey: Bool {
        guard colorModel == .rgb else { return true }
        return samples.withUnsafeBufferPointer { samples in
            var index = 0
            while index < samples.count {
                if samples[index] != samples[index &+ 1] || samples[index] != samples[index &+ 2] { return false }
                index &+= 3
            }
            return true
        }
    }

    /// The same picture without alpha if it is opaque, and with one sample a pixel if it is grey.
    public func reduced() -> RasterImage {
        let dropsAlpha = alpha != nil && isOpaque
        let dropsColor = colorModel == .rgb && isGrey
        guard dropsAlpha || dropsColor else { return self }
        return RasterImage(
            width: width, height: height, colorModel: dropsColor ? .grey : colorModel,
            samples: dropsColor ? stride(from: 0, to: samples.count, by: 3).map { samples[$0] } : samples,
            alpha: dropsAlpha ? nil : alpha, density: density)
    }
}
