import Diwan
import DiwanBytes

extension DocumentVerification {
    /// What can be said of a file where the log of its office cannot be read: its bytes are held against its proof, by the office's public
    /// keys. It is not genuine for that, because nothing tells whether it is in force.
    ///
    /// - Parameters:
    ///   - folder: the office's.
    ///   - beside: the proof that lies beside the file; the office's own is looked for first.
    ///   - words: why the log cannot be read.
    public init(_ file: [UInt8], proof beside: [UInt8]?, ofDamaged folder: OfficeFolder, words: String) {
        self.init()
        let own = try? FileBytes.read(folder.proof(Hexadecimal.text(SHA256.hash(file))))
        if let proof = own ?? beside {
            do throws(OfficeError) {
                self = try DocumentVerification(file, proof: proof, keys: LogKeys(try VerifierKeys.read(folder), folder))
            } catch {
                add(
                    .wrong, "proof", "the proof cannot be checked: \(folder.file(VerifierKeys.fileName)) is no file of keys",
                    "تعذر فحص الإثبات")
            }
        } else {
            add(
                .note, "proof", "neither the office nor the folder of the file has a proof of it",
                "لا يوجد ملف إثبات لهذه الوثيقة")
        }
        add(.wrong, "log", "\(words); diwan ledger check names all that is wrong", "سجل الجمعية تالف أو مُعدَّل، ولا يُعرف منه سريان الوثيقة")
    }
}
