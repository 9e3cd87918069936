public import DiwanDocument

/// Draws the codes that machines read.
public enum MachineCodePath {
    /// The dark parts of a code, to be filled; `nil` when a code of the kind cannot hold the text.
    public static func path(of code: MachineCode) -> Path? {
        switch code.kind {
        case .qr(let correction):
            let level = QRCode.ErrorCorrection(rawValue: UInt8(clamping: correction)) ?? .high
            return (try? QRCode(code.text, errorCorrection: level))?.path(side: code.size.width)
        case .code128:
            return (try? Code128(code.text))?.path(size: code.size)
        }
    }
}
