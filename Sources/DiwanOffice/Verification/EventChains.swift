/// Holds entries against those before them: the links of requests and documents, the numbers of the series, the time.
struct EventChains {
    /// The entry at which reading began; what stands before it is not known.
    var begin = 0
    /// The last entry of each request.
    private(set) var requests = PositionTable()
    /// The last entry of each document.
    private(set) var documents = PositionTable()
    private var series: [String: Int] = [:]
    private var time: Int?
    /// Whether everything since `begin` was read.
    private var isWhole = true

    /// Says that entries could not be read, so that what follows may lead to what is not known.
    mutating func forget() { isWhole = false }

    /// Takes the next entry; what is wrong with it, in words.
    mutating func take(_ event: OfficeEvent) -> [String] {
        var faults: [String] = []
        if let time, event.time.seconds < time { faults.append("it is older than the entry before it") }
        time = event.time.seconds
        if let id = event.request {
            if let words = fault(event.priorOfRequest, requests[id], "request") { faults.append(words) }
            requests[id] = event.sequence
        }
        if let id = event.document {
            if let words = fault(event.priorOfDocument, documents[id], "document") { faults.append(words) }
            documents[id] = event.sequence
        }
        if event.kind.takesNumber, let number = event.text("number").flatMap({ DocumentNumber($0) }) {
            let before = series[number.series] ?? (begin == 0 && isWhole ? 0 : nil)
            if let before, number.count != before + 1 {
                if number.count <= before {
                    faults.append("the number \(number.text) is taken a second time, or goes back")
                } else if isWhole {
                    faults.append("the number \(number.text) leaves a gap: the last one of its series was \(before)")
                }
            }
            series[number.series] = max(before ?? 0, number.count)
        }
        return faults
    }

    /// What is wrong with a link to the entry before; `nil` when nothing is.
    private func fault(_ prior: Int?, _ known: Int?, _ what: String) -> String? {
        if prior == known { return nil }
        // Where entries are not known, a link into them may be right.
        if known == nil, let prior, prior < begin || !isWhole { return nil }
        if !isWhole, let prior, let known, prior > known { return nil }
        switch (prior, known) {
        case (let prior?, let known?): return "it names entry \(prior) as the one before it of its \(what), and that is \(known)"
        case (let prior?, nil): return "it names entry \(prior) as the one before it of its \(what), and there is none"
        case (nil, let known?): return "it names no entry before it of its \(what), and that is \(known)"
        case (nil, nil): return nil
        }
    }
}

extension EventKind {
    /// Whether an entry of the kind takes a number of a series.
    var takesNumber: Bool {
        switch self {
        case .requestReceived, .requestRegistered, .decisionMade, .objectionReceived, .inquiryReceived, .documentIssued: true
        default: false
        }
    }
}
