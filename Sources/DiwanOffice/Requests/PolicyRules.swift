import DiwanDomain
import DiwanTemplate

/// Why the policy does not allow a move.
public struct PolicyRefusal: Error, Hashable, Sendable {
    /// The rule: a condition of the policy, `moves`, `roles`, or one of the program's own.
    public let rule: String
    /// What is wrong, in English, without a full stop.
    public let words: String
    /// The same in Arabic, without a full stop.
    public let arabic: String
    /// Whether an authority may allow it all the same.
    public let mayBeOverridden: Bool

    init(_ rule: String, _ words: String, _ arabic: String, mayBeOverridden: Bool = false) {
        self.rule = rule
        self.words = words
        self.arabic = arabic
        self.mayBeOverridden = mayBeOverridden
    }
}

/// Holds what someone wants to do against the policy.
struct PolicyRules {
    let policy: OfficePolicy
    let profile: Profile
    /// The day on which it is to be done.
    let today: CivilDate

    /// How many days pass at least from the completion of the file to an answer; `nil` where the profile sets none.
    private var leastAnswerDays: Int? { profile.rules.first { $0.name == "answer-period" }?.atLeast }

    /// The first day on which a request may be answered; `nil` where its file has never been complete, or no day is set.
    func earliestAnswer(of request: RequestRecord) -> CivilDate? {
        guard let days = leastAnswerDays, let completed = request.completion(restarts: policy.restartsWhenCompleted) else { return nil }
        return try? completed.adding(days: days)
    }

    /// The move that `kind` makes from where `request` stands, when the policy allows it to `person` in `role`.
    ///
    /// - Parameters:
    ///   - template: the template of the document that is to be issued.
    ///   - waived: the rules that an authority has waived for this move.
    func move(
        _ kind: EventKind, template: String? = nil, of request: RequestRecord, by person: Person, in role: Role, waived: Set<String> = []
    ) throws(PolicyRefusal) -> OfficePolicy.Move {
        var moves = policy.moves.filter { $0.event == kind }
        if let template {
            let own = moves.filter { $0.templates.contains(template) }
            moves = own.isEmpty ? moves.filter(\.templates.isEmpty) : own
        }
        let here = policy.state(request.state)
        let open = moves.filter { $0.from.isEmpty ? here?.isOpen ?? false : $0.from.contains(request.state) }
        guard !open.isEmpty else {
            let wanted = moves.flatMap(\.from).compactMap { policy.state($0)?.label }
            let label = here?.label ?? request.state
            throw PolicyRefusal(
                "moves",
                "the policy has no move \(kind.rawValue) from the state \"\(request.state)\"; it is made from "
                    + (moves.isEmpty ? "none" : moves.flatMap(\.from).joined(separator: ", ")),
                "لا تتيح السياسة هذا الإجراء والطلب في حالة «\(label)»"
                    + (wanted.isEmpty ? "" : "، وإنما يكون من: \(wanted.joined(separator: "، "))"))
        }
        guard let move = open.first(where: { $0.roles.contains(role) }) else {
            let roles = open.flatMap(\.roles).map(\.rawValue)
            throw PolicyRefusal(
                "roles", "\(kind.rawValue) is for \(roles.joined(separator: ", ")), and not for \(role.rawValue)",
                "هذا الإجراء ليس من صلاحية \(role.arabic)، وهو من صلاحية: "
                    + open.flatMap(\.roles).map(\.arabic).joined(separator: "، "))
        }
        for condition in move.requires where !waived.contains(condition.rawValue) { try hold(condition, request, person) }
        return move
    }

    /// Holds one condition against a request.
    func hold(_ condition: OfficePolicy.Condition, _ request: RequestRecord, _ person: Person) throws(PolicyRefusal) {
        func refuse(_ words: String, _ arabic: String, mayBeOverridden: Bool = false) -> PolicyRefusal {
            PolicyRefusal(condition.rawValue, words, arabic, mayBeOverridden: mayBeOverridden)
        }
        switch condition {
        case .checklist:
            guard request.isChecked else {
                let missing = request.checked?.count("missing")
                throw refuse(
                    missing.map { "the checklist wants \($0) items still" } ?? "the papers have not been looked at",
                    missing.map { "لم تكتمل المستندات: الناقص \($0)" } ?? "لم تُراجَع المستندات بعد")
            }
        case .declaration:
            guard request.isDeclared else {
                throw request.declared == nil
                    ? refuse("the applicant has not declared that the data are right", "لم يوقَّع إقرار صحة البيانات")
                    : refuse(
                        "the data were changed after the declaration, which so is void; it must be signed again",
                        "تغيرت البيانات بعد توقيع الإقرار فبطل التوقيع، ويلزم توقيع إقرار جديد")
            }
        case .matching:
            guard request.isMatched else {
                throw request.matched == nil
                    ? refuse("no employee has matched the data with the originals", "لم تُطابَق البيانات مع أصول المستندات")
                    : refuse(
                        "the data were changed after they were matched with the originals; they must be matched again",
                        "تغيرت البيانات بعد مطابقتها، ويلزم مطابقتها من جديد")
            }
        case .referrals:
            guard request.openReferrals.isEmpty else {
                throw refuse(
                    "\(request.openReferrals.count) referrals wait for their answer",
                    "توجد إحالات لم يُجَب عنها: \(request.openReferrals.count)")
            }
        case .answerPeriod:
            guard let days = leastAnswerDays else { return }
            guard let completed = request.completion(restarts: policy.restartsWhenCompleted) else {
                throw refuse("the file has never been complete", "لم يكتمل ملف الطلب بعد")
            }
            let earliest = earliestAnswer(of: request)
            guard let earliest, today >= earliest else {
                throw refuse(
                    "the file was complete on \(completed.iso), and no answer is issued before \(earliest?.iso ?? "?") (\(days) days)",
                    "اكتمل الملف في \(completed.numeric())، ولا يصدر الرد قبل \(earliest?.numeric() ?? "؟")",
                    mayBeOverridden: true)
            }
        case .quorum:
            guard request.votes.count >= policy.quorum else {
                throw refuse(
                    "\(request.votes.count) members voted, and a decision wants \(policy.quorum)",
                    "لم يكتمل النصاب: صوّت \(request.votes.count) والنصاب \(policy.quorum)")
            }
        case .secondPerson:
            guard !request.preparers.contains(person.id) else {
                throw refuse("who prepared a request does not decide it", "من أعدّ الطلب لا يبت فيه")
            }
            guard !request.interested.contains(person.id) else {
                throw refuse("who has an interest in a request does not decide it", "صاحب المصلحة في الطلب لا يبت فيه")
            }
        case .letter:
            guard let decision = request.decision,
                request.documents.contains(where: { document in
                    document.sequence > decision.sequence && policy.outcomes.contains { $0.letter == document.text("template") }
                })
            else { throw refuse("the letter with the committee's decision has not been issued", "لم يصدر خطاب القرار بعد") }
        case .receipt:
            guard request.delivery?.bytes("receipt") != nil else {
                throw refuse("there is no signed receipt of the service", "لا يوجد سند استلام موقّع")
            }
        case .objectionPeriod:
            guard let days = profile.rules.first(where: { $0.name == "objection-period" })?.atMost, let decision = request.decision else {
                return
            }
            let told = request.documents.last { $0.sequence > decision.sequence } ?? decision
            guard let end = try? told.time.date.adding(days: days),
                let last = try? profile.workingCalendar.firstWorkingDay(onOrAfter: end), today <= last
            else {
                throw refuse(
                    "the time for an objection has ended: \(days) days", "انتهت مهلة الاعتراض: \(days)", mayBeOverridden: true)
            }
        case .objections:
            guard request.openObjection == nil else {
                throw refuse(
                    "the objection \(request.openObjection ?? "") has not been decided",
                    "يوجد اعتراض لم يُبتّ فيه: \(request.openObjection ?? "")")
            }
        }
    }

    /// Whether `person` may allow what a rule does not.
    func mayOverride(_ role: Role) throws(PolicyRefusal) {
        guard policy.authorities.contains(role) else {
            throw PolicyRefusal(
                "authorities",
                "only \(policy.authorities.map(\.rawValue).joined(separator: ", ")) may allow what the policy does not",
                "لا يملك الاستثناء من السياسة إلا: \(policy.authorities.map(\.arabic).joined(separator: "، "))")
        }
    }
}

extension Role {
    /// What it is called, in Arabic.
    public var arabic: String {
        switch self {
        case .officer: "موظف علاقات المستفيدين"
        case .researcher: "مسؤول البحث الاجتماعي"
        case .member: "عضو لجنة البحث"
        case .chair: "رئيس لجنة البحث"
        case .secretary: "أمين لجنة البحث"
        case .director: "المدير التنفيذي"
        case .accountant: "المحاسب"
        case .auditor: "المراجع"
        case .storekeeper: "أمين المستودع"
        case .program: "البرنامج"
        }
    }
}
