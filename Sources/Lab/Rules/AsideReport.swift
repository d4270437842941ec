internal import Nftables

/// What a copy of this process tells of what libnftables did in it.
enum AsideReport {
    case listed(KernelListing)
    case refused(NftablesError)

    init(_ work: () throws(NftablesError) -> KernelListing) {
        do throws(NftablesError) {
            self = .listed(try work())
        } catch {
            self = .refused(error)
        }
    }

    // MARK: - Bytes

    /// What a field holds: its first byte.
    private enum Field: UInt8 {
        case json
        case bytecode
        case reloaded
        case interface
        /// This and the next one are about a line of the text, whose number stands in front.
        case name
        case absence
        case command
        case message
    }

    /// Ends a field; in none of the texts, which were C's.
    private static let end: UInt8 = 0
    private static let firstField: UInt8 = 1
    /// Stands for none, since lines are counted from 1.
    private static let noLine = 0

    /// Fields, one behind the other.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func add(_ field: Field, _ text: String?) {
            guard let text else { return }
            bytes.append(field.rawValue + Self.firstField)
            bytes += text.utf8
            bytes.append(Self.end)
        }
        switch self {
        case .listed(let listing):
            add(.json, listing.json)
            add(.bytecode, listing.bytecode)
            add(.reloaded, listing.reloaded)
            for need in listing.needs {
                switch need {
                case .interface(let name): add(.interface, name)
                case .name(let message, let line): add(.name, "\(line ?? Self.noLine) \(message)")
                case .absence(let message, let line): add(.absence, "\(line ?? Self.noLine) \(message)")
                }
            }
        case .refused(let error):
            add(.command, error.command)
            add(.message, error.message)
        }
        return bytes
    }

    /// `nil` for bytes that are no report.
    init?(_ bytes: [UInt8]) {
        var texts: [Field: String] = [:]
        var needs: [LoadingNeed] = []
        for part in bytes.split(separator: Self.end) {
            guard let first = part.first, let field = Field(rawValue: first &- Self.firstField) else { return nil }
            let text = String(decoding: part.dropFirst(), as: UTF8.self)
            switch field {
            case .json, .bytecode, .reloaded, .command, .message: texts[field] = text
            case .interface: needs.append(.interface(text))
            case .name, .absence:
                let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
                let line = parts.first.flatMap { Int($0) }.flatMap { $0 == Self.noLine ? nil : $0 }
                let message = String(parts.last ?? "")
                needs.append(field == .name ? .name(message, line: line) : .absence(message, line: line))
            }
        }
        if let message = texts[.message] {
            self = .refused(NftablesError(command: texts[.command] ?? "", message: message))
        } else if let json = texts[.json] {
            var listing = KernelListing(json: json, bytecode: texts[.bytecode], reloaded: texts[.reloaded])
            listing.needs = needs
            self = .listed(listing)
        } else {
            return nil
        }
    }
}
