import DiwanData
import DiwanDocument
import DiwanGraphics

/// The pictures of a record.
enum RecordPicture {
    /// Reads the value of a field of type image: a data URI, or the name of a file that `pictures` gives; nil when it is empty.
    static func read(_ json: JSONValue, _ pictures: PictureSource?) throws(ValueReader.Fault) -> ValueReader.Reading? {
        if json.isNull { return nil }
        guard let text = json.string else { throw ValueReader.Fault("القيمة ليست نصًّا") }
        if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) { return nil }
        if text.utf8.starts(with: "data:".utf8) {
            return try reading { () throws(GraphicsError) in try PictureReader().read(dataURI: text, file: "data") }
        }
        guard let path = PictureName.path(text, in: "") else { throw ValueReader.Fault("ليس اسم ملف في مجلد ملف البيانات") }
        guard let pictures else { throw ValueReader.Fault("لا يُقبل اسم ملف هنا", wanted: "نص يبدأ بـ data:image/png;base64,") }
        guard let bytes = pictures(path) else { throw ValueReader.Fault("لا يوجد ملف بهذا الاسم بجانب ملف البيانات") }
        return try reading { () throws(GraphicsError) in try PictureReader().read(bytes, file: path) }
    }

    private static func reading(
        _ read: () throws(GraphicsError) -> PictureReader.Result
    ) throws(ValueReader.Fault) -> ValueReader.Reading {
        do throws(GraphicsError) {
            let result = try read()
            return ValueReader.Reading(text: normalForm(result), value: .picture(result.picture))
        } catch {
            throw ValueReader.Fault(ArabicReason.of(error))
        }
    }

    /// What a picture is known by where it is not shown: its type and the hash of its file.
    private static func normalForm(_ result: PictureReader.Result) -> String {
        let digits = Array("0123456789abcdef")
        return result.mediaType + ";sha256=" + String(result.fingerprint.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

/// The names of pictures' files.
enum PictureName {
    /// `name` from `folder`, which ends with a slash or is empty; `nil` when it would leave the folder or is no plain path.
    static func path(_ name: String, in folder: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" && $0 != ":" && $0 != "%" }
        guard isPlain, name.utf8.count <= 1_000, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
        return folder + name
    }
}
