package import PeerProtocol

/// The document that a command is answered with.
package enum RPCAnswer {
    /// The command was carried out.
    package static func success(_ result: [String: JSONValue] = [:]) -> JSONValue {
        .object(["result": .object(result.merging(["status": .string("success")]) { $1 })])
    }

    /// The command was not carried out.
    ///
    /// Unlike the stock server's, the answer does not repeat the request: that may hold a password.
    package static func failure(_ error: RPCError) -> JSONValue {
        .object([
            "result": .object([
                "error": .string(error.token),
                "error_code": .integer(error.rawValue),
                "error_message": .string(error.message),
                "status": .string("error"),
            ])
        ])
    }
}
