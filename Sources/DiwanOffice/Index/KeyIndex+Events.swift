/// What takes the keys of the log's entries.
protocol EventKeys {
    /// What stands for a key; `nil` when nothing does.
    subscript(_ kind: KeyIndex.Kind, _ value: some Sequence<UInt8>) -> Int? { get }
    /// Puts `entry` for a key.
    mutating func set(_ kind: KeyIndex.Kind, _ value: some Sequence<UInt8>, _ entry: Int)
    /// Says that the first `size` entries are known.
    mutating func advance(to size: Int)
}

extension KeyIndex: EventKeys {}

extension EventKeys {
    /// Takes in an entry of the log, the next one.
    /// - Parameter isOpen: whether the office's policy calls a state open.
    mutating func take(_ event: OfficeEvent, isOpen: (String) -> Bool) {
        let entry = event.sequence
        if let request = event.request {
            set(.request, request.bytes, entry)
            if let state = event.state {
                // Entry 0 is the opening of the office, so no request has it.
                set(.openRequest, request.bytes, isOpen(state) ? entry : 0)
            } else if let open = self[.openRequest, request.bytes], open != 0 {
                set(.openRequest, request.bytes, entry)
            }
        }
        if let inquiry = event.request {
            if event.kind == .inquiryReceived { set(.openInquiry, inquiry.bytes, entry) }
            if event.kind == .inquiryAnswered { set(.openInquiry, inquiry.bytes, 0) }
        }
        if let document = event.document {
            set(.document, document.bytes, entry)
            if event.kind == .draftCreated {
                set(.openDraft, document.bytes, entry)
            } else if self[.openDraft, document.bytes] ?? 0 != 0, [.documentIssued, .declined, .evidenceErased].contains(event.kind) {
                set(.openDraft, document.bytes, 0)
            }
        }
        if event.kind.subject == .office { set(.office, event.kind.rawValue.utf8, entry) }
        if let number = event.text("number") {
            switch event.kind {
            case .requestReceived: set(.requestNumber, number.utf8, entry)
            case .inquiryReceived: set(.inquiryNumber, number.utf8, entry)
            case .listOpened: set(.list, number.utf8, entry)
            case .documentIssued: set(.documentNumber, number.utf8, entry)
            default: break
            }
            // Every number of a series is taken by the entry that first has it.
            if let taken = DocumentNumber(number) {
                let last = self[.series, taken.series.utf8] ?? 0
                if taken.count > last { set(.series, taken.series.utf8, taken.count) }
            }
        }
        if let list = event.text("list") {
            if event.kind == .listStopped, let code = event.text("code") { set(.listStopped, "\(list)\n\(code)".utf8, entry) }
            if event.kind == .listIssued, let run = event.text("run"), let first = event.count("first"), let count = event.count("count") {
                set(.listRun, "\(list)\n\(run)".utf8, first + count)
            }
        }
        if event.putsFileDown, let hash = event.bytes("sha256") { set(.documentFile, hash, entry) }
        if event.kind == .documentIssued, let code = event.bytes("code") { set(.documentCode, code, entry) }
        if event.kind == .signedPaper, let scan = event.bytes("scan") { set(.scan, scan, entry) }
        advance(to: entry + 1)
    }
}
