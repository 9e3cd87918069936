// swift-tools-version: 6.2
import Glibc
import PackageDescription

/// Every target is compiled alike: Swift 6, warnings are errors, imports are internal unless they say `public`.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// A library target in `Sources/`, with what it may import (the layers of `Sources/README.md`) and the pages of text in it.
func layer(_ name: String, _ imports: [String] = [], pages: [String] = []) -> Target {
    .target(name: name, dependencies: imports.map { .byName(name: $0) }, exclude: pages, swiftSettings: settings)
}

/// The tests of one target, in `Tests/`. Their vectors and golden files are read from the source folder, so they are no resources.
func tests(of name: String, _ imports: [String] = []) -> Target {
    let folder = "\(Context.packageDirectory)/Tests/\(name)Tests"
    return .testTarget(
        name: name + "Tests",
        dependencies: ([name] + imports + ["DiwanTestSupport"]).map { .byName(name: $0) },
        exclude: ["Vectors", "Golden"].filter { access("\(folder)/\($0)", F_OK) == 0 },
        swiftSettings: settings)
}

let package = Package(
    name: "diwan",
    products: [
        .executable(name: "diwan", targets: ["DiwanCLI"]),
        Product.library(name: "Diwan", targets: ["Diwan"]),
    ],
    targets: [
        // Layer 0
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        layer("DiwanBytes"),
        layer("DiwanSystem"),
        layer("DiwanUnicode"),
        layer("DiwanDiagnostics"),
        layer("DiwanDocument"),
        // Layer 1
        layer("DiwanDomain", ["DiwanUnicode"]),
        layer("DiwanXML", ["CLibXML2", "DiwanDiagnostics"]),
        layer("DiwanData", ["DiwanDiagnostics"]),
        layer("DiwanFont", ["DiwanBytes"]),
        layer("DiwanCMS", ["DiwanBytes"]),
        layer("DiwanLedger", ["DiwanBytes", "DiwanSystem"]),
        // Layer 2
        layer("DiwanShaping", ["DiwanFont", "DiwanUnicode", "DiwanDocument"]),
        layer("DiwanGraphics", ["DiwanBytes", "DiwanXML", "DiwanDiagnostics", "DiwanDocument"]),
        // Layer 3
        layer(
            "DiwanTemplate",
            ["DiwanBytes", "DiwanXML", "DiwanData", "DiwanDomain", "DiwanDocument", "DiwanDiagnostics", "DiwanUnicode", "DiwanGraphics"]),
        layer("DiwanLayout", ["DiwanDocument", "DiwanUnicode", "DiwanFont", "DiwanShaping", "DiwanGraphics"]),
        layer("DiwanPDF", ["DiwanBytes", "DiwanDocument", "DiwanFont"], pages: ["CONFORMANCE.md"]),
        // Layer 4
        layer(
            "DiwanHTML", ["DiwanBytes", "DiwanData", "DiwanDiagnostics", "DiwanDocument", "DiwanFont", "DiwanGraphics", "DiwanTemplate"]),
        // Layer 5
        layer(
            "Diwan",
            [
                "DiwanBytes", "DiwanSystem", "DiwanUnicode", "DiwanDiagnostics", "DiwanDocument", "DiwanDomain", "DiwanXML", "DiwanData",
                "DiwanFont", "DiwanCMS", "DiwanShaping", "DiwanTemplate", "DiwanLayout", "DiwanPDF", "DiwanHTML",
            ]),
        // Layer 6
        layer(
            "DiwanOffice",
            [
                "Diwan", "DiwanBytes", "DiwanDiagnostics", "DiwanDocument", "DiwanDomain", "DiwanData", "DiwanTemplate", "DiwanPDF",
                "DiwanLedger", "DiwanSystem", "DiwanCMS",
            ],
            pages: ["OFFICE.md"]),
        // Layer 7
        .executableTarget(
            name: "DiwanCLI",
            dependencies: [
                "Diwan", "DiwanBytes", "DiwanSystem", "DiwanUnicode", "DiwanDiagnostics", "DiwanDocument", "DiwanDomain", "DiwanXML",
                "DiwanData", "DiwanFont", "DiwanCMS", "DiwanShaping", "DiwanTemplate", "DiwanLayout", "DiwanPDF", "DiwanHTML",
                "DiwanOffice",
            ],
            swiftSettings: settings),
        // Development
        .executableTarget(name: "TableGenerator", swiftSettings: settings),
        layer("DiwanTestSupport"),
        .executableTarget(name: "LedgerDriver", dependencies: ["DiwanLedger"], swiftSettings: settings),
        .executableTarget(
            name: "DiwanBenchmarks",
            dependencies: [
                "Diwan", "DiwanBytes", "DiwanUnicode", "DiwanDocument", "DiwanFont", "DiwanShaping", "DiwanLayout", "DiwanPDF", "DiwanHTML",
                "DiwanTemplate", "DiwanData", "DiwanDiagnostics", "DiwanDomain", "DiwanLedger", "DiwanOffice",
            ],
            swiftSettings: settings),
        tests(of: "DiwanBytes"),
        tests(of: "DiwanSystem"),
        tests(of: "DiwanUnicode"),
        tests(of: "DiwanDiagnostics"),
        tests(of: "DiwanDocument"),
        tests(of: "DiwanDomain"),
        tests(of: "DiwanXML", ["DiwanDiagnostics"]),
        tests(of: "DiwanData", ["DiwanDiagnostics"]),
        tests(of: "DiwanFont", ["DiwanBytes"]),
        tests(of: "DiwanCMS", ["DiwanBytes"]),
        tests(of: "DiwanLedger", ["DiwanBytes", "DiwanSystem", "LedgerDriver"]),
        tests(of: "DiwanShaping", ["DiwanFont", "DiwanUnicode", "DiwanDocument"]),
        tests(of: "DiwanTemplate", ["DiwanXML", "DiwanData", "DiwanDomain", "DiwanDocument", "DiwanDiagnostics"]),
        tests(of: "DiwanGraphics", ["DiwanBytes", "DiwanDocument", "DiwanDiagnostics", "DiwanPDF"]),
        tests(of: "DiwanLayout", ["DiwanDocument", "DiwanFont", "DiwanShaping", "DiwanUnicode"]),
        tests(of: "DiwanPDF", ["DiwanBytes", "DiwanDocument", "DiwanFont", "DiwanLayout", "DiwanShaping", "DiwanUnicode"]),
        tests(of: "DiwanHTML", ["DiwanDocument", "DiwanGraphics", "DiwanData", "DiwanTemplate"]),
        tests(
            of: "Diwan",
            [
                "DiwanBytes", "DiwanCMS", "DiwanDiagnostics", "DiwanDocument", "DiwanDomain", "DiwanData", "DiwanShaping", "DiwanTemplate",
                "DiwanLayout", "DiwanPDF",
            ]),
        tests(of: "DiwanOffice", ["Diwan", "DiwanBytes", "DiwanCMS", "DiwanData", "DiwanDiagnostics", "DiwanDomain", "DiwanPDF"]),
        tests(of: "DiwanCLI"),
    ],
    swiftLanguageModes: [.v6]
)
