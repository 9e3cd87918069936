// Appends entries to a log for tests that stop it, make its calls fail or cut its power.
//
// LedgerDriver FOLDER VERIFIER-KEY KEY-FILE PREFIX CALLS BATCH: CALLS calls (0: without end) of BATCH entries "PREFIX-n" each. What is
// acknowledged is written as "INDEX ENTRY" lines at once. After a failure it says why; the status is 3 when the outcome is unknown, else 1.
import DiwanLedger
import Glibc

func say(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
        if count < 0 { exit(2) }
        bytes = bytes.dropFirst(count)
    }
}

let arguments = CommandLine.arguments
guard arguments.count == 7, let calls = Int(arguments[5]), let batch = Int(arguments[6]) else {
    say("usage: LedgerDriver FOLDER VERIFIER-KEY KEY-FILE PREFIX CALLS BATCH\n")
    exit(2)
}
do {
    let key = OpenSSLKey(file: arguments[3])
    let signer = CheckpointSigner(key: try VerifierKey(arguments[2])) { message throws(SignerError) in try key.sign(message) }
    let ledger = try Ledger(arguments[1], origin: signer.key.name, signers: [signer])
    var call = 0
    while calls == 0 || call < calls {
        let entries = (0..<batch).map { "\(arguments[4])-\(call * batch + $0)" }
        let appended = try ledger.append(entries.map { Array($0.utf8) })
        say(zip(appended.indices, entries).map { "\($0) \($1)\n" }.joined())
        call += 1
    }
} catch LedgerError.outcomeUnknown(let call, let code) {
    say("unknown \(call) \(code)\n")
    exit(3)
} catch {
    say("failed \(error)\n")
    exit(1)
}
