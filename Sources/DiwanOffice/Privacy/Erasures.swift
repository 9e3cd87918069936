/// What entries say was erased: each covers what stands behind earlier entries of its request, of its document, or, when it is of neither,
/// of answers to the survey that are of no request.
struct Erasures {
    private var requests = PositionTable()
    private var documents = PositionTable()
    private var surveys = -1

    /// Whether nothing was erased.
    private(set) var isEmpty = true

    /// Takes in an entry `evidence.erased`.
    mutating func take(_ event: OfficeEvent) {
        isEmpty = false
        if let document = event.document {
            documents[document] = event.sequence
        } else if let request = event.request {
            requests[request] = event.sequence
        } else {
            surveys = event.sequence
        }
    }

    /// Whether what stands behind an entry was erased after it.
    func cover(_ event: OfficeEvent) -> Bool {
        if let document = event.document { return documents[document] ?? -1 > event.sequence }
        if let request = event.request { return requests[request] ?? -1 > event.sequence }
        return event.kind == .surveyAnswered && surveys > event.sequence
    }
}
