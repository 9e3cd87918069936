import Diwan
import DiwanData
import DiwanDocument
import DiwanPDF

/// The rooms of a document as the evidence of its issue keeps them, since they cannot be known from the pages: for each the name of its
/// field, its words, its page from 1, and its place as left, top, width, height in 1/65536 pt from the upper left corner of the page.
extension SigningRooms {
    /// The rooms as JSON.
    var json: JSONValue {
        .object([("signatures", .array(signatures.map(Self.json))), ("stamp", stamp.map(Self.json) ?? .null)])
    }

    /// The rooms that `json` wrote; those that it cannot have written are left out.
    init(_ json: JSONValue?) {
        self.init()
        signatures = json?["signatures"]?.elements?.compactMap(Self.room) ?? []
        stamp = json?["stamp"].flatMap(Self.room)
    }

    private static func json(_ room: SignatureField) -> JSONValue {
        let place = room.place.map { [$0.origin.x, $0.origin.y, $0.size.width, $0.size.height] } ?? []
        return .object([
            ("name", .string(room.name)), ("label", .string(room.label)), ("page", .integer(room.page + 1)),
            ("place", .array(place.map { .integer(Int($0.rawValue)) })),
        ])
    }

    private static func room(_ json: JSONValue) -> SignatureField? {
        let numbers = json["place"]?.elements?.compactMap(\.integer).map { Length(rawValue: Int64($0)) } ?? []
        guard let name = json["name"]?.string, let label = json["label"]?.string, let page = json["page"]?.integer, page > 0,
            numbers.count == 4
        else { return nil }
        let place = Rectangle(origin: Point(x: numbers[0], y: numbers[1]), size: Size(width: numbers[2], height: numbers[3]))
        return SignatureField(name: name, label: label, page: page - 1, place: place)
    }
}
