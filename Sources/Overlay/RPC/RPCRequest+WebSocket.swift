package import PeerProtocol

/// Commands in the form that WebSocket ports take, and answers in theirs.
extension RPCRequest {
    /// Reads `{"command": …, "id": …}` with the parameters as further members.
    package init(webSocket text: [UInt8]) throws(Malformed) {
        guard let document = try? JSONReader.read(text), let members = document.members else { throw .unparsable }
        guard let command = members["command"], command != .null else { throw .noMethod }
        guard let name = command.string else { throw .methodIsNoString }
        guard !name.isEmpty else { throw .methodIsEmpty }
        self.init(method: name, parameters: members)
    }

    /// What the client calls this command, if it calls it anything.
    package var id: JSONValue? {
        self.parameters["id"]
    }
}

extension RPCAnswer {
    /// An answer, as made for the other ports, in the form of WebSocket ports.
    ///
    /// - Parameters:
    ///   - answer: Of ``success(_:)`` or ``failure(_:)``.
    ///   - id: As the command had it.
    package static func webSocket(_ answer: JSONValue, id: JSONValue?) -> JSONValue {
        var result = answer["result"]?.members ?? [:]
        let status = result.removeValue(forKey: "status") ?? .string("error")
        let isSuccess = status == .string("success")
        var members = isSuccess ? ["result": .object(result)] : result
        members["status"] = status
        members["type"] = .string("response")
        if let id { members["id"] = id }
        return .object(members)
    }

    /// The answer to something that is no command.
    package static func webSocket(_ malformed: RPCRequest.Malformed) -> JSONValue {
        .object([
            "error": .string(malformed == .unparsable ? "jsonInvalid" : "missingCommand"),
            "error_message": .string(malformed.rawValue),
            "status": .string("error"),
            "type": .string("response"),
        ])
    }
}
