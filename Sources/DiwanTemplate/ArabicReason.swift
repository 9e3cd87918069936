import DiwanDomain
import DiwanGraphics

/// What is wrong with a value, in words for the clerk who gave it.
enum ArabicReason {
    static func of(_ error: DomainError) -> String {
        switch error {
        case .date(let fault): of(fault)
        case .number(let fault): of(fault)
        case .identifier(let fault): of(fault)
        }
    }

    static func of(_ error: GraphicsError) -> String {
        switch error {
        case .truncated: "ملف الصورة ناقص"
        case .png: "ملف الصورة تالف"
        case .jpeg(let fault, _):
            switch fault {
            case .extended, .lossless, .hierarchical, .arithmetic, .precision, .components, .height:
                "ملف JPEG من نوع لا تعرضه برامج PDF؛ احفظ الصورة من جديد بصيغة JPEG أو PNG"
            default: "ملف الصورة تالف"
            }
        case .limit(.bytes, let allowed): "ملف الصورة أكبر من \(allowed) بايت"
        case .limit(.pixels, let allowed): "في الصورة أكثر من \(allowed) نقطة"
        case .limit(.decodedBytes, let allowed): "الصورة بعد فك ضغطها أكبر من \(allowed) بايت"
        case .format: "الملف ليس PNG ولا JPEG ولا SVG"
        case .dataURI(.mediaType): "لا يبدأ النص بـ data:image/png;base64, ولا بمثله لنوع jpeg أو svg+xml"
        case .dataURI(.base64): "ليس النص ترميز base64 صحيحًا"
        case .dataURI(.otherType): "نوع الصورة غير النوع المذكور في أول النص"
        case .svg(let faults):
            "في رسم SVG ما لا يُرسم" + (faults.first.map { ": \($0.message) (السطر \($0.position?.line ?? 1))" } ?? "")
        case .qrTooLong, .code128Character, .code128Length: "لا يتسع الرمز للنص"
        }
    }

    private static func of(_ fault: DateFault) -> String {
        switch fault {
        case .empty: "التاريخ فارغ"
        case .unexpected(let text): "في التاريخ ما ليس منه: \(text)"
        case .missingMonth: "لا شهر في التاريخ"
        case .missingDay: "لا يوم في التاريخ"
        case .tooManyParts: "في التاريخ أكثر من ثلاثة أجزاء"
        case .twoDigitYear: "السنة من رقمين، والمطلوب أربعة"
        case .yearLength: "السنة ليست من أربعة أرقام"
        case .month(let month): "لا يوجد شهر رقمه \(month)"
        case .day(let day): "لا يوجد يوم رقمه \(day)"
        case .monthHas(let days): "عدد أيام هذا الشهر \(days) يومًا"
        case .before: "التاريخ أقدم من التقويم المعتمد"
        case .after: "التاريخ أبعد من التقويم المعتمد"
        case .calendar: "التقويم غير معروف"
        }
    }

    private static func of(_ fault: NumberFault) -> String {
        switch fault {
        case .empty: "العدد فارغ"
        case .malformed: "ليست عددًا صحيح الكتابة"
        case .tooLarge: "العدد أكبر من أن يُقبل"
        case .tooPrecise: "الخانات العشرية أكثر من المسموح به"
        case .divisionByZero: "قسمة على صفر"
        }
    }

    private static func of(_ fault: IdentifierFault) -> String {
        switch fault {
        case .empty: "الرقم فارغ"
        case .nonDigit: "فيه ما ليس رقمًا"
        case .letterO: "فيه الحرف O بدل الصفر"
        case .foreignDigits: "أرقامه من كتابة غير مقبولة"
        case .length(let count): "عدد خاناته \(count)"
        case .start(let allowed): "بدايته غير صحيحة، والمقبول: \(allowed)"
        case .end(let allowed): "نهايته غير صحيحة، والمقبول: \(allowed)"
        case .checkDigit: "رقم التحقق غير صحيح، فراجِع الأرقام"
        case .notSaudi: "ليس آيبانًا سعوديًا"
        case .mod97, .checkDigitRange: "رقما التحقق غير صحيحين، فراجِع الأرقام"
        case .notMobile: "لا يبدأ بـ 05"
        case .unifiedNumber: "رقم موحد (9200) وليس جوالًا"
        case .tollFree: "رقم مجاني (800) وليس جوالًا"
        case .unassignedPrefix(let prefix): "البادئة \(prefix) ليست من أرقام الجوال"
        case .misplaced: "ترتيب الحروف والأرقام غير صحيح"
        }
    }
}
