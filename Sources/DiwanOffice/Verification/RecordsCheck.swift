import Diwan
import DiwanBytes
import DiwanData
import Glibc

/// What is private is held against the entries in ways that commitments do not reach: identity numbers lead to the pseudonyms of the log,
/// and what was destroyed is gone.
struct RecordsCheck {
    let folder: OfficeFolder
    let store: EvidenceStore

    /// What is wrong with the pseudonym of who made a request, in words; `nil` when nothing is, or what stands behind the entry is gone.
    func pseudonymFault(of event: OfficeEvent) throws(OfficeError) -> String? {
        guard event.kind == .requestReceived, let party = event.text("party"), let data = try? store.evidence(of: event)?["data"],
            let given = data["ben"]?["id"]?.string ?? data["ben"]?["id"]?.number, let identity = try? Office.identity(given)
        else { return nil }
        let directory = PartyDirectory(folder: folder)
        do throws(FileError) {
            let path = try directory.path(identity)
            guard let known = try directory.known(identity) else {
                return "\(path) is missing, which leads from the identity number to \(party); or \(PartyDirectory.secret) was changed"
            }
            return known == party ? nil : "\(path) was changed: it leads to \(known), and the entry to \(party)"
        } catch {
            return error.words
        }
    }

    /// The files that are there though an entry `evidence.erased` says that they were destroyed.
    /// - Parameter entry: reads an entry of the log; `nil` where it cannot be read.
    func left(after erased: OfficeEvent, _ entry: (Int) -> OfficeEvent?) -> [String] {
        let prior: KeyPath<OfficeEvent, Int?> = erased.document == nil ? \.priorOfRequest : \.priorOfDocument
        var left: [String] = []
        var next = erased[keyPath: prior]
        while let position = next, position < erased.sequence, let event = entry(position) {
            next = event[keyPath: prior]
            guard event.document == erased.document else { continue }
            left += store.paths(of: event)
        }
        return left.filter { access($0, F_OK) == 0 }
    }
}
