/// A place on a page or in a frame: `x` grows to the right, `y` grows downwards, from the upper left corner.
public struct Point: Hashable, Sendable {
    /// The distance from the left edge.
    public var x: Length
    /// The distance from the upper edge.
    public var y: Length

    /// The place (`x`, `y`).
    @inlinable
    public init(x: Length, y: Length) {
        self.x = x
        self.y = y
    }

    /// The upper left corner.
    public static let zero = Point(x: .zero, y: .zero)

    /// The place moved by an offset.
    @inlinable
    public static func + (left: Point, right: Point) -> Point {
        Point(x: left.x + right.x, y: left.y + right.y)
    }
}

/// A width and a height.
public struct Size: Hashable, Sendable {
    /// The extent from left to right.
    public var width: Length
    /// The extent from top to bottom.
    public var height: Length

    /// A size of `width` by `height`.
    @inlinable
    public init(width: Length, height: Length) {
        self.width = width
        self.height = height
    }

    /// ISO 216 A4, upright: 210 mm by 297 mm.
    public static let a4 = Size(width: .millimetres(210), height: .millimetres(297))
    /// ISO 216 A5, upright: 148 mm by 210 mm.
    public static let a5 = Size(width: .millimetres(148), height: .millimetres(210))
}

/// An upright rectangle.
public struct Rectangle: Hashable, Sendable {
    /// The upper left corner.
    public var origin: Point
    /// The extent.
    public var size: Size

    /// A rectangle of `size` with its upper left corner at `origin`.
    @inlinable
    public init(origin: Point, size: Size) {
        self.origin = origin
        self.size = size
    }

    /// The least rectangle that has both within.
    public func union(_ other: Rectangle) -> Rectangle {
        let left = min(origin.x, other.origin.x), top = min(origin.y, other.origin.y)
        let right = max(origin.x + size.width, other.origin.x + other.size.width)
        let bottom = max(origin.y + size.height, other.origin.y + other.size.height)
        return Rectangle(origin: Point(x: left, y: top), size: Size(width: right - left, height: bottom - top))
    }
}

/// A value for each side of a box. `start` is the right side of a right-to-left box, the left side of the other.
public struct Sides<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The upper side.
    public var top: Value
    /// The lower side.
    public var bottom: Value
    /// The side where a line of text begins.
    public var start: Value
    /// The side where a line of text ends.
    public var end: Value

    /// The four sides by themselves.
    public init(top: Value, bottom: Value, start: Value, end: Value) {
        self.top = top
        self.bottom = bottom
        self.start = start
        self.end = end
    }

    /// The same value on every side.
    public init(all value: Value) {
        self.init(top: value, bottom: value, start: value, end: value)
    }
}

/// The direction in which a line of text is read.
public enum TextDirection: UInt8, Hashable, Sendable {
    /// Latin.
    case leftToRight
    /// Arabic.
    case rightToLeft
}

/// A colour of the sRGB space.
public struct Color: Hashable, Sendable {
    /// The red component, 0 to 255.
    public var red: UInt8
    /// The green component, 0 to 255.
    public var green: UInt8
    /// The blue component, 0 to 255.
    public var blue: UInt8

    /// A colour by its components.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The colour of text that names none.
    public static let black = Color(red: 0, green: 0, blue: 0)
    /// The colour of paper.
    public static let white = Color(red: 255, green: 255, blue: 255)
}

/// How a line is drawn.
public struct Stroke: Hashable, Sendable {
    /// The pattern of a stroke.
    public enum Pattern: UInt8, Hashable, Sendable {
        /// Without gaps.
        case solid
        /// Short dashes.
        case dashed
        /// Round dots, as wide as the stroke.
        case dotted
    }

    /// How an open end of a solid stroke looks (ISO 32000-1, table 54).
    public enum Cap: UInt8, Hashable, Sendable {
        /// Cut off at the end.
        case butt
        /// Half a circle around the end.
        case round
        /// Half a square beyond the end.
        case square
    }

    /// How a corner of a stroke looks (ISO 32000-1, table 55).
    public enum Join: UInt8, Hashable, Sendable {
        /// A point, as far as the miter limit allows.
        case miter
        /// A part of a circle around the corner.
        case round
        /// The corner's triangle, cut off straight.
        case bevel
    }

    /// The thickness.
    public var width: Length
    /// The colour.
    public var color: Color
    /// The pattern.
    public var pattern: Pattern
    /// The distance from the middle of one dot or dash to the middle of the next; not used by a solid stroke.
    public var period: Length
    /// The ends of a solid stroke; dashes and dots have their own.
    public var cap: Cap
    /// The corners.
    public var join: Join
    /// How many times as long as the stroke is wide a corner's point may be, in thousandths (at least 1000), before the corner is cut off.
    public var miterLimit: Int32

    /// A stroke; `period` serves dashes and dots only, and the ends, corners and miter limit are PDF's own unless told otherwise.
    public init(
        width: Length, color: Color = .black, pattern: Pattern = .solid, period: Length = .zero, cap: Cap = .butt, join: Join = .miter,
        miterLimit: Int32 = 10_000
    ) {
        self.width = width
        self.color = color
        self.pattern = pattern
        self.period = period
        self.cap = cap
        self.join = join
        self.miterLimit = miterLimit
    }
}
