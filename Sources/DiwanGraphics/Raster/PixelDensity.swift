public import DiwanDocument

/// How many pixels of a picture go into a length.
public struct PixelDensity: Hashable, Sendable {
    /// The length that pixels are counted in.
    public enum Unit: UInt8, Hashable, Sendable {
        /// A metre (PNG).
        case metre
        /// An inch of 25.4 mm (JFIF).
        case inch
        /// A centimetre (JFIF).
        case centimetre
    }

    /// Pixels from left to right in one unit; at least 1.
    public let horizontal: Int
    /// Pixels from top to bottom in one unit; at least 1.
    public let vertical: Int
    /// The unit.
    public let unit: Unit

    /// A density of pixels per unit. Traps when one is below 1.
    public init(horizontal: Int, vertical: Int, unit: Unit) {
        precondition(horizontal > 0 && vertical > 0)
        self.horizontal = horizontal
        self.vertical = vertical
        self.unit = unit
    }

    /// The size on paper of `width` by `height` pixels, each below 2^31, to the nearest 1/65536 pt.
    public func size(width: Int, height: Int) -> Size {
        Size(width: length(width, per: horizontal), height: length(height, per: vertical))
    }

    /// The size on paper of a picture with `density`: 96 pixels an inch where it has none, or one that makes it larger than any page or too
    /// small to see.
    static func size(_ density: PixelDensity?, width: Int, height: Int) -> Size {
        let least = Length.points(thousandths: 100), most = Length.points(14_400)
        if let size = density?.size(width: width, height: height), min(size.width, size.height) >= least,
            max(size.width, size.height) <= most
        {
            return size
        }
        return PixelDensity(horizontal: 96, vertical: 96, unit: .inch).size(width: width, height: height)
    }

    /// `pixels` / `density` units; a unit is `points` / 127 pt.
    private func length(_ pixels: Int, per density: Int) -> Length {
        let points: Int128 =
            switch unit {
            case .metre: 360_000
            case .inch: 127 * 72
            case .centimetre: 3_600
            }
        let divisor = 127 * Int128(density)
        return Length(rawValue: Int64((Int128(pixels) * 65_536 * points + divisor / 2) / divisor))
    }
}
