package import Diagnostics

/// What can be wrong with keys, secrets and bundles on disk.
extension Diagnostic.Code {
    // Keys and secrets.
    package static let noKeys = Self(rawValue: "P0701")
    package static let keyMissing = Self(rawValue: "P0702")
    package static let keyMalformed = Self(rawValue: "P0703")
    package static let secretOpenToOthers = Self(rawValue: "P0704")
    package static let secretUnreadable = Self(rawValue: "P0705")
    package static let sharedKey = Self(rawValue: "P0706")
    package static let nodeKeyIsValidationKey = Self(rawValue: "P0707")
    package static let foreignKeyIsOwn = Self(rawValue: "P0708")
    package static let secretMissing = Self(rawValue: "P0709")
    package static let secretMalformed = Self(rawValue: "P0710")

    // Bundles on disk.
    package static let bundleUnreadable = Self(rawValue: "P0720")
    package static let bundleFileTooLarge = Self(rawValue: "P0721")
    package static let tooManyBundles = Self(rawValue: "P0722")
    package static let bundleIsEmpty = Self(rawValue: "P0723")
    package static let bundleFileIsSpecial = Self(rawValue: "P0724")
    package static let noBundles = Self(rawValue: "P0725")
}
