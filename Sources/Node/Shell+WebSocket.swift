internal import Addressing
internal import Overlay
internal import PeerProtocol
internal import Skywelld

/// The same commands over WebSockets.
extension Shell {
    func webSocket(from address: IPv4Address, on port: ServerPort) -> WebSocketHandler {
        let service = WebSocketHandler.Service(
            open: { self.open($0, on: port) },
            answer: { Array(self.answer(toMessage: $0, from: address, on: port).text.utf8) }
        )
        return WebSocketHandler(self.limits, service)
    }

    private func open(_ head: Result<HTTPRequestHead, HTTPError>, on port: ServerPort) -> WebSocketHandler.Opening {
        switch head {
        case .failure(let error):
            return .refuse(self.refusal(HTTPStatus(error), keepsAlive: false))
        case .success(let head):
            if let refusal = self.refusal(of: head, on: port, keepsAlive: false) { return .refuse(refusal) }
            guard let answer = WebSocketHandshake.answer(to: head) else {
                return .refuse(self.refusal(.badRequest, "this port speaks WebSocket", keepsAlive: false))
            }
            return .open(answer)
        }
    }

    private func answer(toMessage text: [UInt8], from address: IPv4Address, on port: ServerPort) -> JSONValue {
        do {
            let request = try RPCRequest(webSocket: text)
            let role = PortAccess(port).role(of: address, parameters: request.parameters)
            return RPCAnswer.webSocket(self.answer(to: request, as: role), id: request.id)
        } catch {
            return RPCAnswer.webSocket(error)
        }
    }
}
