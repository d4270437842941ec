/// Why a command is not carried out. The raw value is the stock server's number.
package enum RPCError: Int, Error, Equatable, Sendable {
    case noPermission = 6
    case invalidParams = 31
    case unknownCommand = 32

    /// The stock server's name for it.
    package var token: String {
        switch self {
        case .noPermission: "noPermission"
        case .invalidParams: "invalidParams"
        case .unknownCommand: "unknownCmd"
        }
    }

    package var message: String {
        switch self {
        case .noPermission: "You don't have permission for this command."
        case .invalidParams: "Invalid parameters."
        case .unknownCommand: "Unknown method."
        }
    }
}
