package import Diagnostics

/// What can be wrong with a topology file.
extension Diagnostic.Code {
    // The file and its YAML.
    package static let fileTooLarge = Self(rawValue: "P0001")
    package static let notUTF8 = Self(rawValue: "P0002")
    package static let byteOrderMark = Self(rawValue: "P0003")
    package static let controlCharacter = Self(rawValue: "P0004")
    package static let privateUseCharacter = Self(rawValue: "P0005")
    package static let yamlSyntax = Self(rawValue: "P0006")
    package static let aliasUnsupported = Self(rawValue: "P0007")
    package static let tagUnsupported = Self(rawValue: "P0008")
    package static let severalDocuments = Self(rawValue: "P0009")
    package static let nestedTooDeep = Self(rawValue: "P0010")
    package static let tooManyNodes = Self(rawValue: "P0011")
    package static let keyIsNoText = Self(rawValue: "P0012")
    package static let emptyFile = Self(rawValue: "P0013")
    package static let topLevelIsNoMap = Self(rawValue: "P0014")

    // Keys and types.
    package static let wrongType = Self(rawValue: "P0101")
    package static let unknownKey = Self(rawValue: "P0102")
    package static let missingKey = Self(rawValue: "P0103")
    package static let duplicateKey = Self(rawValue: "P0104")
    package static let versionMismatch = Self(rawValue: "P0105")
    package static let badPort = Self(rawValue: "P0106")
    package static let noHosts = Self(rawValue: "P0107")

    // Names and expansion.
    package static let badName = Self(rawValue: "P0201")
    package static let reservedName = Self(rawValue: "P0202")
    package static let badRange = Self(rawValue: "P0203")
    package static let lengthsDiffer = Self(rawValue: "P0204")
    package static let tooManyHosts = Self(rawValue: "P0205")
    package static let duplicateHost = Self(rawValue: "P0206")

    // Segments and addresses.
    package static let badPrefix = Self(rawValue: "P0301")
    package static let ipv6Unsupported = Self(rawValue: "P0302")
    package static let overlappingSegments = Self(rawValue: "P0303")
    package static let unusablePrefix = Self(rawValue: "P0304")
    package static let badAddress = Self(rawValue: "P0305")
    package static let addressOutsideSegment = Self(rawValue: "P0306")
    package static let addressNotForHosts = Self(rawValue: "P0307")
    package static let duplicateAddress = Self(rawValue: "P0308")
    package static let unknownSegment = Self(rawValue: "P0309")
    package static let hostWithoutAddress = Self(rawValue: "P0310")
    package static let coveredSource = Self(rawValue: "P0311")

    // Roles and links.
    package static let unknownRole = Self(rawValue: "P0401")
    package static let roleUnsupported = Self(rawValue: "P0402")
    package static let validatorWithoutSentry = Self(rawValue: "P0403")
    package static let noSharedSegment = Self(rawValue: "P0404")
    package static let selectorMatchesNothing = Self(rawValue: "P0405")
    package static let selectedHostIsNoSentry = Self(rawValue: "P0406")
    package static let badSelector = Self(rawValue: "P0407")
    package static let sentriesOnOtherRole = Self(rawValue: "P0408")
    package static let validatorOnPublicSegment = Self(rawValue: "P0409")
    package static let sentryNotPublic = Self(rawValue: "P0410")
    package static let tooManyLinks = Self(rawValue: "P0411")

    // The lab.
    package static let segmentTooSmallForLab = Self(rawValue: "P0501")
}
