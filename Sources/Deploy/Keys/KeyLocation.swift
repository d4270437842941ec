package import Diagnostics
internal import Topology

/// Where one key of one host is found.
package enum KeyLocation: Hashable, Sendable {
    /// In the key store: the path of the file.
    case store(String)
    /// In a file that the topology names: its path.
    case file(String, SourceSpan)
    /// In an environment variable that the topology names.
    case environment(String, SourceSpan)

    /// - Parameter folder: The topology's, from which relative paths count.
    init(_ reference: SecretReference, folder: String) {
        self =
            switch reference {
            case .file(let path, let span): .file(Self.path(path, from: folder), span)
            case .environment(let name, let span): .environment(name, span)
            }
    }

    /// A path as the user would type it from where the topology's own path counts from.
    static func path(_ path: String, from folder: String) -> String {
        path.hasPrefix("/") || folder == "." ? path : folder == "/" ? "/\(path)" : "\(folder)/\(path)"
    }

    /// What messages call it.
    package var description: String {
        switch self {
        case .store(let path), .file(let path, _): path
        case .environment(let name, _): "the environment variable \(name)"
        }
    }

    /// Where the topology names it; `nil` for the key store, which needs no name.
    var span: SourceSpan? {
        switch self {
        case .store: nil
        case .file(_, let span), .environment(_, let span): span
        }
    }
}
