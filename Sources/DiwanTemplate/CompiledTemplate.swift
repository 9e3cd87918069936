public import DiwanData
public import DiwanDiagnostics
public import DiwanDocument
import DiwanDomain

/// A template that was checked and made ready: it makes documents from records, in any number of threads at once.
public struct CompiledTemplate: Sendable {
    /// The paper and its margins.
    struct Page: Sendable {
        var size = Size.a4
        var margin = Sides<Length>(top: .millimetres(25), bottom: .millimetres(25), start: .millimetres(25), end: .millimetres(20))
        var firstMargin = Sides<Length>(all: .zero)
    }

    /// A header or a footer.
    struct Running: Sendable {
        var first = Program.none
        var others = Program.none
        var offset = Length.millimetres(10)
    }

    /// The template's name.
    public let id: String
    /// The version of its text.
    public let version: String
    /// Whom its documents are for: `internal`, `external`, `public`; `nil` when it does not say.
    public let audience: String?
    /// The title of its documents.
    public let title: String
    /// The elements that the blocks of its documents come from: a block's `origin` is an index into them.
    public let elements: [ElementOrigin]
    /// The branches that its records may take.
    public let branches: [Branch]
    /// The rules of the office's policy that it uses.
    public let policies: [PolicyUse]
    /// The profile it was compiled for.
    public let profile: Profile

    let schema: Schema
    let short: Short?
    let identity = TemplateIdentity()
    private let language: String
    private let direction: TextDirection
    private let page: Page
    private let header: Running
    private let footer: Running
    private let body: Program
    private let tree: RecordTree
    private let variables: [String]
    private let order: [SchemaID]

    init(
        id: String, version: String, audience: String?, title: String, language: String, compiler: Compiler, page: Page, header: Running,
        footer: Running, body: Program, short: Short?, direction: TextDirection
    ) {
        self.id = id
        self.version = version
        self.audience = audience
        self.title = title
        self.language = language
        self.direction = direction
        self.page = page
        self.header = header
        self.footer = footer
        self.body = body
        self.short = short
        elements = compiler.elements
        branches = compiler.branches
        policies = compiler.policies
        profile = compiler.profile
        schema = compiler.schema
        tree = compiler.tree
        variables = compiler.variables
        order = compiler.evaluationOrder
    }

    /// What came of checking data.
    public struct Validation: Sendable {
        /// The record; `nil` when there are errors.
        public let record: Record?
        /// Every fault of the data, in Arabic, with its path.
        public let diagnostics: [Diagnostic]
    }

    /// Checks data against the template's fields and brings every value into its normal form. `source` is the text that the data was
    /// read from, for the places of faults. With `blank`, nothing has to be given: what is absent is left to be filled in by hand.
    public func validate(
        _ data: JSONValue, source: SourceText? = nil, environment: TemplateEnvironment, blank: Bool = false
    ) -> Validation {
        var builder = RecordBuilder(
            schema: schema, order: order, tree: tree, environment: environment, variables: variables, source: source, isBlank: blank)
        let built = builder.build(data)
        let diagnostics = builder.diagnostics.sortedForPrinting()
        return Validation(
            record: diagnostics.hasErrors ? nil : Record(tree: built, owner: identity, isBlank: blank), diagnostics: diagnostics)
    }

    /// A document made from a record.
    public struct Instance: Sendable {
        /// The document.
        public let document: Document
        /// For each branch of the template, whether the record took it.
        public let taken: [Bool]
        /// The policy rules that the template uses, applied to the record; none where the document was made again.
        public let policies: [PolicyPeriod]
        /// What deserves a look.
        public let warnings: [Diagnostic]
        /// What the document shows of the record, where that was asked for.
        public let printed: PrintedRecord?
    }

    /// The document of a record that this template validated; a copy of the template may have done it, another may not. With `form`, what
    /// is to be filled in are fields; the record must then have been checked as a blank one. With `notesPrinted`, what it shows of the
    /// record is noted.
    public func instantiate(
        _ record: Record, environment: TemplateEnvironment, form: Bool = false, notesPrinted: Bool = false
    ) -> Instance {
        precondition(record.owner === identity, "the record was checked against another template")
        precondition(!form || record.isBlank, "a form is made from a record that may have blanks")
        let evaluator = Evaluator(schema: schema, tree: record.tree, environment: environment, variables: variables)
        var warnings: [Diagnostic] = []
        var periods: [PolicyPeriod] = []
        do throws(DomainError) {
            periods = try evaluator.addPolicies(policies)
        } catch {
            warnings.append(Diagnostic(.warning, "the periods of the policy cannot be computed: \(error.reason)"))
        }
        if notesPrinted { evaluator.journal = Journal(secrets: secrets(in: evaluator.tree), in: schema) }
        let (document, target) = run(evaluator, isBlank: record.isBlank, isForm: form)
        for warning in target.warnings {
            warnings.append(Diagnostic(.warning, warning.message, at: elements[Int(warning.origin.rawValue)].position))
        }
        if let failure = evaluator.failure { warnings.append(Diagnostic(.warning, "an expression could not be evaluated: \(failure)")) }
        let printed = evaluator.journal.map {
            PrintedRecord($0, evaluator, isBlank: record.isBlank, fixed: tree.nodes.count)
        }
        return Instance(document: document, taken: target.taken, policies: periods, warnings: warnings, printed: printed)
    }

    /// The document made again from what it showed of its record, in the same environment.
    ///
    /// - Throws: why this template cannot make a document of it.
    public func instantiate(_ printed: PrintedRecord, environment: TemplateEnvironment) throws(PrintedRecord.Fault) -> Document {
        var reader = PrintedRecordReader(schema: schema, tree: tree)
        try reader.read(printed)
        let evaluator = Evaluator(schema: schema, tree: reader.tree, environment: environment, variables: variables)
        let journal = try reader.journal(printed)
        evaluator.journal = journal
        let (document, _) = run(evaluator, isBlank: printed.isBlank)
        if let mismatch = journal.mismatch { throw .order(expression: mismatch.expression, answered: mismatch.answered) }
        guard journal.isSpent else { throw .surplus }
        return document
    }

    /// The fields of a record whose values never travel.
    private func secrets(in tree: RecordTree) -> Set<SchemaID> {
        var found: Set<SchemaID> = []
        func look(_ id: RecordTree.ID) {
            let kind = tree[id].schema
            if schema[kind].type != nil, schema.secrecy(of: kind) != nil { found.insert(kind) }
            for child in tree[id].children { look(child) }
        }
        look(tree.roots[0])
        return found
    }

    /// What runs programs of the template beside its document.
    func instantiation(of record: Record, environment: TemplateEnvironment) -> Instantiation {
        let evaluator = Evaluator(schema: schema, tree: record.tree, environment: environment, variables: variables)
        // Where the policy's periods cannot be computed, they are empty, as in the document.
        _ = try? evaluator.addPolicies(policies)
        return Instantiation(evaluator: evaluator, environment: environment, isBlank: record.isBlank, branchCount: branches.count)
    }

    /// Runs the programs of the template.
    private func run(_ evaluator: Evaluator, isBlank: Bool, isForm: Bool = false) -> (document: Document, target: Instantiation) {
        let target = Instantiation(
            evaluator: evaluator, environment: evaluator.environment, isBlank: isBlank, isForm: isForm, branchCount: branches.count)
        let document = Document(
            metadata: DocumentMetadata(
                title: title, language: language, author: profile.name, templateID: id, templateVersion: version),
            pageSize: page.size, firstPageMargin: page.firstMargin, margin: page.margin,
            header: RunningContent(
                first: target.collectBlocks(header.first), others: target.collectBlocks(header.others), offset: header.offset),
            footer: RunningContent(
                first: target.collectBlocks(footer.first), others: target.collectBlocks(footer.others), offset: footer.offset),
            body: target.collectBlocks(body), direction: direction, isForm: isForm)
        return (document, target)
    }
}
