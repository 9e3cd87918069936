/// A picture that was read and is ready to be shown: pixels or outlines. Copies share what they hold, and are quick to compare.
public enum Picture: Hashable, Sendable {
    /// Pixels.
    case raster(RasterPicture)
    /// Outlines.
    case drawing(Drawing)

    /// The size on paper, by the picture itself.
    public var size: Size {
        switch self {
        case .raster(let raster): raster.size
        case .drawing(let drawing): drawing.size
        }
    }
}

/// A picture of pixels, coded as an image XObject holds it (ISO 32000-1, 8.9.5).
public struct RasterPicture: Hashable, Sendable {
    /// What the samples of a pixel are.
    public enum Colors: Hashable, Sendable {
        /// One sample, 0 is black.
        case grey
        /// Red, green and blue of the sRGB space.
        case rgb
        /// Cyan, magenta, yellow and black; `isInverted` when 0 is all ink, as programs that write the Adobe marker store them.
        case cmyk(isInverted: Bool)
        /// The number of an entry of `palette`, which holds the red, green and blue of each.
        case indexed(palette: [UInt8])

        /// Samples of one pixel.
        public var samplesPerPixel: Int {
            switch self {
            case .grey, .indexed: 1
            case .rgb: 3
            case .cmyk: 4
            }
        }
    }

    /// How the bytes of a plane are coded.
    public enum Coding: Hashable, Sendable {
        /// A JPEG file. `colorTransform` is the one that DCTDecode is told, where the file does not say it in PDF's way (7.4.8, Table 13).
        case jpeg(colorTransform: Int?)
        /// A zlib stream of packed rows, each padded to a whole byte; with row filters each begins with its PNG filter (7.4.4.4).
        case deflated(hasRowFilters: Bool)
    }

    /// Samples of all pixels, row after row from the top.
    public struct Plane: Sendable {
        /// The coded samples.
        public let bytes: [UInt8]
        /// How they are coded.
        public let coding: Coding
        /// Bits of a sample: 1, 2, 4, 8 or 16.
        public let bits: Int

        /// A plane.
        public init(bytes: [UInt8], coding: Coding, bits: Int) {
            self.bytes = bytes
            self.coding = coding
            self.bits = bits
        }
    }

    /// Stored pixels in a row.
    public let width: Int
    /// Stored rows.
    public let height: Int
    /// What the samples are.
    public let colors: Colors
    /// The samples.
    public let samples: Plane
    /// How much of each pixel covers what lies below: one sample a pixel, 0 for nothing; `nil` when all is covered.
    public let opacity: Plane?
    /// How the stored picture is turned to stand upright, 1 to 8, as Exif counts it.
    public let orientation: Int
    /// The size on paper when it stands upright.
    public let size: Size
    /// A hash of the file that the picture was read from: two pictures are the same when theirs are.
    public let fingerprint: [UInt8]

    /// A picture. Traps when `orientation` is none.
    public init(
        width: Int, height: Int, colors: Colors, samples: Plane, opacity: Plane? = nil, orientation: Int = 1, size: Size,
        fingerprint: [UInt8]
    ) {
        precondition((1...8).contains(orientation))
        self.width = width
        self.height = height
        self.colors = colors
        self.samples = samples
        self.opacity = opacity
        self.orientation = orientation
        self.size = size
        self.fingerprint = fingerprint
    }

    /// Whether both were read from the same file.
    public static func == (left: RasterPicture, right: RasterPicture) -> Bool {
        left.fingerprint == right.fingerprint
    }

    /// Hashes the fingerprint alone.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(fingerprint)
    }
}

/// A picture at its place in the text.
public struct PlacedPicture: Hashable, Sendable {
    /// The picture.
    public var picture: Picture
    /// The size that it is shown in; where there is less room it is shown smaller, in the same proportion.
    public var size: Size
    /// Where it stands between the sides.
    public var alignment: TextAlignment
    /// What a reader who does not see it is told; `nil` for decoration.
    public var alternative: String?

    /// A picture at its place.
    public init(picture: Picture, size: Size, alignment: TextAlignment, alternative: String?) {
        self.picture = picture
        self.size = size
        self.alignment = alignment
        self.alternative = alternative
    }
}

extension Size {
    /// The largest size of the same proportion, no larger than this one, that fits into `bounds`. Both sides are above zero.
    public func fitted(into bounds: Size) -> Size {
        var result = self
        if result.width > bounds.width {
            result = Size(width: bounds.width, height: result.height.scaled(by: bounds.width, over: result.width))
        }
        if result.height > bounds.height {
            result = Size(width: result.width.scaled(by: bounds.height, over: result.height), height: bounds.height)
        }
        return result
    }

    /// The size with the width and the height that are given; of one alone, in the same proportion.
    public func resized(width: Length?, height: Length?) -> Size {
        switch (width, height) {
        case (let width?, let height?): Size(width: width, height: height)
        case (let width?, nil): Size(width: width, height: self.height.scaled(by: width, over: self.width))
        case (nil, let height?): Size(width: self.width.scaled(by: height, over: self.height), height: height)
        case (nil, nil): self
        }
    }
}
