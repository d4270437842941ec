// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

/// One row of the layer picture: `docs/decisions` and `LayerTests` say what may import what.
func layer(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], files: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], exclude: files, swiftSettings: strict)
}

let package = Package(
    name: "Picket",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // Without its traits it asks for no more of Foundation than the essentials.
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    ],
    targets: [
        // foreign
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CNftables", pkgConfig: "libnftables", providers: [.apt(["libnftables-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
        .systemLibrary(name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        // vocabulary
        layer("Addressing", []),

        // formats
        layer("Diagnostics", []),
        layer("Nftables", ["Addressing", "CNftables"]),
        layer(
            "PeerProtocol",
            ["Addressing", "COpenSSL", .product(name: "SwiftProtobuf", package: "swift-protobuf")]
        ),
        layer("Skywelld", ["Addressing", "COpenSSL", "CSecp256k1"]),
        layer("TLS", ["COpenSSL"]),

        // intent
        layer("Topology", ["Addressing", "Diagnostics", "Skywelld", "CYaml"]),

        // logic
        layer(
            "Compiler",
            ["Addressing", "Diagnostics", "Nftables", "Skywelld", "Topology"],
            resources: [
                .embedInCode("Templates/picket-firewall.service.mustache"),
                .embedInCode("Templates/picket-nudge.service.mustache"),
                .embedInCode("Templates/picket-nudge.timer.mustache"),
                .embedInCode("Templates/picket.conf.mustache"),
                .embedInCode("Templates/skywelld.cfg.mustache"),
            ]
        ),
        layer("Overlay", ["Addressing", "PeerProtocol", "Skywelld"]),
        layer("PacketSpace", ["Addressing", "Nftables"]),

        // files
        layer("Files", ["CLinux"]),

        // engines
        layer("Crawler", ["Addressing", "PeerProtocol", "Skywelld", "TLS"]),
        layer("Deploy", ["Compiler", "Diagnostics", "Files", "Skywelld", "Topology"]),
        layer("Lab", ["Addressing", "CLinux", "Compiler", "Files", "Nftables", "PacketSpace", "Skywelld", "Topology"]),
        layer(
            "Node",
            [
                "Addressing", "Files", "Overlay", "PeerProtocol", "Skywelld", "TLS",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        layer(
            "Simulation",
            ["Addressing", "Compiler", "Overlay", "PeerProtocol", "Skywelld", "Topology"]
        ),

        // judgement
        layer("Graph", ["Addressing", "Topology"]),
        layer("Linter", ["Addressing", "Compiler", "Deploy", "Diagnostics", "Skywelld", "Topology"]),
        layer(
            "Verification",
            [
                "Addressing", "Compiler", "Crawler", "Diagnostics", "Files", "Lab", "Nftables", "Overlay",
                "PacketSpace",
                "PeerProtocol", "Skywelld", "Topology",
            ]
        ),

        // face
        .executableTarget(
            name: "picket",
            dependencies: [
                "Addressing", "Compiler", "Crawler", "Deploy", "Diagnostics", "Files", "Graph", "Lab", "Linter",
                "Nftables", "Node", "Overlay", "PacketSpace", "PeerProtocol", "Simulation", "Skywelld", "Topology",
                "Verification",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        // tests
        .executableTarget(
            name: "RulesetLoader",
            dependencies: ["Nftables"],
            path: "Tests/RulesetLoader",
            swiftSettings: strict
        ),
        .executableTarget(name: "NodeHost", dependencies: ["Node"], path: "Tests/NodeHost", swiftSettings: strict),
        .executableTarget(
            name: "SlotsProbe",
            dependencies: ["Addressing", "Lab", "Nftables", "Topology"],
            path: "Tests/SlotsProbe",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "KernelOracle",
            dependencies: ["Addressing", "CLinux", "Nftables", "PacketSpace", "TestSupport"],
            path: "Tests/KernelOracle",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "NamespacedNodes",
            dependencies: ["Addressing", "CLinux", "Crawler", "Files", "Node"],
            path: "Tests/NamespacedNodes",
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Addressing", "Diagnostics", "Nftables", "Topology"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        tests("AddressingTests", ["Addressing"]),
        .target(
            name: "FuzzChecks",
            dependencies: ["Addressing", "Diagnostics", "Overlay", "PeerProtocol", "Skywelld", "Topology"],
            path: "Fuzz/Checks",
            swiftSettings: strict
        ),
        tests(
            "CompilerTests",
            ["Addressing", "Compiler", "Diagnostics", "Nftables", "Skywelld", "Topology"],
            files: ["Golden"]
        ),
        tests("CrawlerTests", ["Addressing", "Crawler", "PeerProtocol", "Skywelld", "TLS"]),
        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("DeployTests", ["Addressing", "Compiler", "Deploy", "Diagnostics", "Files", "Skywelld", "Topology"]),
        tests("FilesTests", ["Files"]),
        tests("FuzzTests", ["FuzzChecks"]),
        tests("GraphTests", ["Addressing", "Graph", "Topology"], files: ["Golden"]),
        tests("HouseTests", ["Compiler", "Deploy", "Diagnostics", "Linter", "Topology"]),
        tests("KernelTests", ["Compiler", "KernelOracle", "Nftables", "RulesetLoader", "SlotsProbe", "Topology"]),
        tests(
            "LabTests",
            ["Compiler", "Nftables", "RulesetLoader", "Topology", "Verification", "picket"],
            files: ["Golden"]
        ),
        tests(
            "LinterTests",
            ["Addressing", "Compiler", "Diagnostics", "Linter", "Nftables", "Skywelld", "Topology"]
        ),
        tests("LabUnitTests", ["Addressing", "Compiler", "Files", "Lab", "Nftables", "Topology"]),
        tests("NftablesTests", ["Addressing", "Nftables"]),
        tests(
            "NodeTests",
            [
                "Addressing", "Crawler", "Files", "NamespacedNodes", "Node", "NodeHost", "Overlay", "PeerProtocol",
                "Skywelld", "TLS",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        tests("OverlayTests", ["Addressing", "Overlay", "PeerProtocol", "Skywelld"]),
        tests("PacketSpaceTests", ["Addressing", "Nftables", "PacketSpace"]),
        tests("PeerProtocolTests", ["Addressing", "PeerProtocol", "Skywelld"]),
        tests("SimulationTests", ["Addressing", "Overlay", "PeerProtocol", "Simulation", "Skywelld", "Topology"]),
        tests("SkywelldTests", ["Addressing", "Skywelld"]),
        tests("TLSTests", ["COpenSSL", "TLS"]),
        tests("TopologyTests", ["Addressing", "Diagnostics", "Skywelld", "Topology"]),
        tests(
            "VerificationTests",
            [
                "Addressing", "Compiler", "Crawler", "Files", "Lab", "Nftables", "PacketSpace", "PeerProtocol",
                "Topology",
                "Verification",
            ]
        ),
    ],
    swiftLanguageModes: [.v6],
)

// The fuzzers link only with `--sanitize=fuzzer`, which brings their `main`; `make fuzz` asks for them.
if Context.environment["PICKET_FUZZ"] != nil {
    let fuzzers = [
        "FuzzCommand", "FuzzConfiguration", "FuzzFrame", "FuzzHTTP", "FuzzJSON", "FuzzKeyText", "FuzzMessage",
        "FuzzOverlay", "FuzzTopology", "FuzzValidation", "FuzzWebSocket",
    ]
    package.targets += fuzzers.map { name in
        .executableTarget(
            name: name,
            dependencies: ["FuzzChecks"],
            path: "Fuzz/\(name)",
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]
        )
    }
}

// Only the scripts in `Benchmarks` ask for them.
if Context.environment["PICKET_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "ProverBench",
            dependencies: ["Addressing", "Compiler", "Files", "Lab", "Nftables", "Topology", "Verification"],
            path: "Benchmarks/ProverBench",
            swiftSettings: strict
        )
    )
    package.targets.append(
        .executableTarget(
            name: "SimulationBench",
            dependencies: ["Addressing", "Files", "Overlay", "PeerProtocol", "Simulation", "Skywelld", "Topology"],
            path: "Benchmarks/SimulationBench",
            swiftSettings: strict
        )
    )
    package.targets.append(
        .executableTarget(
            name: "NodeBench",
            dependencies: [
                "Addressing", "Files", "Node", "Overlay", "PeerProtocol", "Skywelld", "TLS",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/NodeBench",
            swiftSettings: strict
        )
    )
}
