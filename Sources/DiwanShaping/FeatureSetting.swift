public import DiwanFont

/// A feature that the caller turns on, off, or to an alternate, for the whole text or a part of it.
public struct FeatureSetting: Hashable, Sendable {
    /// The feature: `kern`, `ss01`.
    public var tag: Tag
    /// 0 off, 1 on, more for the alternate of that number; at most 255.
    public var value: UInt32
    /// The characters that it is for, by index into the text; nil for all.
    public var range: Range<Int>?

    /// A setting of the feature `tag`.
    public init(_ tag: Tag, _ value: UInt32 = 1, range: Range<Int>? = nil) {
        self.tag = tag
        self.value = value
        self.range = range
    }
}
