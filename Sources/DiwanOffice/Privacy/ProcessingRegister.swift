import Diwan
import DiwanTemplate

/// The record of processing activities (PDPL, art. 31): what the policy says of each, and what the templates' fields ask for.
public struct ProcessingRegister: Sendable {
    /// The activities.
    public let activities: ReportTable
    /// The fields of the activities' templates that take personal data.
    public let fields: ReportTable
    /// The templates that take personal data and that no activity of the policy names.
    public let unnamed: [String]
}

extension Office {
    /// The record of processing activities, from the policy and the templates as they stand.
    ///
    /// A field is of personal data when it is sensitive, has a purpose, or is a person, an identity number, an account or an address.
    public func processingRegister() throws(OfficeError) -> ProcessingRegister {
        let policy = configuration.policy
        var personal: [String: (title: String, fields: [FieldDescription])] = [:]
        var order: [String] = []
        do throws(EnvironmentError) {
            order = try TemplateIndex(root: environment.folders.templates).ids.sorted()
        } catch {
            throw .environment(error)
        }
        do throws(RenderError) {
            for id in order {
                let template = try DocumentRenderer(TemplateLocation(id, in: environment), in: environment).template
                personal[id] = (template.title, Self.personal(template.fields))
            }
        } catch {
            throw .render(error)
        }
        var rows: [[String]] = []
        var fieldRows: [[String]] = []
        for activity in policy.processing {
            var labels: [String] = []
            var sensitive: [String] = []
            for id in activity.templates {
                guard let template = personal[id] else {
                    throw .argument(
                        "the policy's \"processing\" names the template \"\(id)\", which is not there",
                        hint: "policy.json, \(activity.label)")
                }
                for field in template.fields {
                    if !labels.contains(field.label) { labels.append(field.label) }
                    if field.isSensitive, !sensitive.contains(field.label) { sensitive.append(field.label) }
                    let need = field.isRequired ? "لازم" : field.isSometimesRequired ? "لازم في بعض الأحوال" : "اختياري"
                    fieldRows.append([
                        activity.label, id, template.title, field.path, field.label, need, field.isSensitive ? "حساس" : "",
                        field.purpose ?? "",
                    ])
                }
            }
            let years = policy.years(activity.retention)
            rows.append([
                activity.label, environment.profile.name, activity.purpose, activity.basis, activity.subjects,
                labels.joined(separator: "، "),
                sensitive.joined(separator: "، "), activity.recipients.joined(separator: "، "),
                years.map { "\($0) سنوات بعد انتهاء الغرض" } ?? "دائم", activity.safeguards,
            ])
        }
        let named = Set(policy.processing.flatMap(\.templates))
        return ProcessingRegister(
            activities: ReportTable(
                "processing", "سجل أنشطة معالجة البيانات الشخصية",
                [
                    .text("النشاط"), .text("جهة التحكم"), .text("الغرض"), .text("السند النظامي"), .text("أصحاب البيانات"),
                    .text("البيانات"),
                    .text("الحساس منها"), .text("من تُفصح لهم"), .text("مدة الحفظ"), .text("التدابير"),
                ], rows),
            fields: ReportTable(
                "processing-fields", "حقول البيانات الشخصية",
                [
                    .text("النشاط"), .text("القالب"), .text("عنوانه"), .text("الحقل"), .text("اسمه"), .text("اللزوم"), .text("الحساسية"),
                    .text("الغرض"),
                ], fieldRows),
            unnamed: order.filter { id in
                !named.contains(id) && !(personal[id]?.fields ?? []).allSatisfy { !$0.isSensitive && $0.purpose == nil }
            })
    }

    /// The fields of personal data, wherever among `fields`.
    private static func personal(_ fields: [FieldDescription]) -> [FieldDescription] {
        fields.flatMap { field -> [FieldDescription] in
            guard !field.isCalculated else { return [] }
            let below = personal(field.children)
            let types = ["person", "national-id", "mobile", "iban", "email", "address"]
            let isPersonal = field.isSensitive || field.purpose != nil || field.type.map(types.contains) ?? false
            return (isPersonal ? [field] : []) + below
        }
    }
}
