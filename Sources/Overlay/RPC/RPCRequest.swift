package import PeerProtocol

/// A command as it was sent, before anybody looked at what it means.
package struct RPCRequest: Equatable, Sendable {
    /// Why something is no request, in the words of the stock server.
    package enum Malformed: String, Error, Equatable, Sendable {
        case unparsable = "Unable to parse request"
        case noMethod = "Null method"
        case methodIsNoString = "method is not string"
        case methodIsEmpty = "method is empty"
        case badParameters = "params unparseable"
    }

    package let method: String
    /// The first and only object of `params`.
    package let parameters: [String: JSONValue]

    package init(method: String, parameters: [String: JSONValue] = [:]) {
        self.method = method
        self.parameters = parameters
    }

    /// Reads `{"method": …, "params": [{…}]}`, as it is posted; the parameters may be left out.
    package init(jsonRPC body: [UInt8]) throws(Malformed) {
        guard let document = try? JSONReader.read(body), let members = document.members else { throw .unparsable }
        guard let method = members["method"], method != .null else { throw .noMethod }
        guard let name = method.string else { throw .methodIsNoString }
        guard !name.isEmpty else { throw .methodIsEmpty }
        switch members["params"] {
        case nil, .null, .array([]):
            self.init(method: name)
        case .array(let list):
            guard list.count == 1, let parameters = list[0].members else { throw .badParameters }
            self.init(method: name, parameters: parameters)
        default:
            throw .badParameters
        }
    }
}
