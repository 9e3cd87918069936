import Diwan
import DiwanBytes
import DiwanLedger

/// What the log says of the files that stand beside it: the policy, the settings, the public keys. A change of any of them that no entry
/// tells of is found.
struct AdoptionCheck {
    private var policy: [UInt8]?
    private var resources: [UInt8]?
    private var rotations: [(old: String, new: String)] = []

    /// Takes the next entry.
    mutating func take(_ event: OfficeEvent) {
        switch event.kind {
        case .policyAdopted: policy = event.bytes("sha256")
        case .resourcesAdopted: resources = event.bytes("sha256")
        case .keyRotated: if let old = event.text("old"), let new = event.text("new") { rotations.append((old, new)) }
        default: break
        }
    }

    /// What is not as the entries have it, in words.
    func faults(in folder: OfficeFolder, policy now: [UInt8]) throws(OfficeError) -> [String] {
        try adoptedFaults(in: folder, policy: now) + keyFaults(in: folder)
    }

    /// What is not as it was adopted of the policy and the settings, in words.
    func adoptedFaults(in folder: OfficeFolder, policy now: [UInt8]) throws(OfficeError) -> [String] {
        var faults: [String] = []
        if policy != now { faults.append("policy.json is not the policy that the office adopted; diwan doctor --adopt adopts it as it is") }
        let path = folder.file(AdoptedResources.fileName)
        if let adopted = try AdoptedResources(folder) {
            if adopted.hash != resources { faults.append("\(path) is not what the log says was adopted; diwan doctor --adopt adopts anew") }
            for name in AdoptedResources.differences(adopted.settings, try AdoptedResources.settings(in: folder)) {
                faults.append("\(folder.file(name)) is not as the office adopted it; diwan doctor --adopt adopts it as it is")
            }
        } else {
            faults.append("\(path) is missing; diwan doctor --adopt adopts anew")
        }
        return faults
    }

    /// What is not as the entries have it of the public keys, in words.
    private func keyFaults(in folder: OfficeFolder) throws(OfficeError) -> [String] {
        let keyFile = folder.file(VerifierKeys.fileName)
        let keys = try VerifierKeys.read(folder)
        if let words = fault(of: keys.map(\.shortID)) { return ["\(keyFile) \(words)"] }
        guard try Office.files({ () throws(FileError) in try FileBytes.read(keyFile) }) != VerifierKeys.bytes(keys) else { return [] }
        return ["\(keyFile) has the keys of the log, and is not written as the office writes it"]
    }

    /// What is wrong with the public keys, by the entries of the changes of key.
    private func fault(of ids: [String]) -> String? {
        guard let first = rotations.first, let last = rotations.last else {
            return ids.count == 1 ? nil : "has \(ids.count) keys, and no entry says that the key was changed"
        }
        let known = Set(rotations.flatMap { [$0.old, $0.new] })
        if ids.last != last.new {
            return
                "ends with another key than \(last.new), to which the log changed; where that was stopped, diwan ledger rotate-key ends it"
        }
        if ids.first != first.old || !known.isSuperset(of: ids) { return "has keys that no entry speaks of, or lacks the first" }
        return nil
    }
}

extension VerifierKey {
    /// The four bytes by which entries and signatures name the key, in hexadecimal.
    var shortID: String { Hexadecimal.text((0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) }) }
}
