package import Diagnostics

/// What can be said of configurations that are imported.
extension Diagnostic.Code {
    package static let importWithoutConfiguration = Self(rawValue: "P2001")
    package static let importRenamed = Self(rawValue: "P2002")
    package static let importAddressUnknown = Self(rawValue: "P2003")
    package static let importAddressGuessed = Self(rawValue: "P2004")
    package static let importAddressContested = Self(rawValue: "P2005")
    package static let importAddressLeftOut = Self(rawValue: "P2006")
    package static let importRoleGuessed = Self(rawValue: "P2007")
    package static let importPeerMissing = Self(rawValue: "P2008")
    package static let importEntryLeftOut = Self(rawValue: "P2009")
    package static let importValidatorLeftOut = Self(rawValue: "P2010")
    package static let importQuorumsDiffer = Self(rawValue: "P2011")
    package static let importSectionLeftOut = Self(rawValue: "P2012")
    package static let importLinkDropped = Self(rawValue: "P2013")
    package static let importLinkAdded = Self(rawValue: "P2014")
}
