internal import Overlay
internal import PeerProtocol

/// What must hold when any bytes at all come to a port that takes commands.
package enum CommandCheck {
    private static let headLimit = 512
    private static let bodyLimit = 1_024

    /// What a guest may ask for.
    private static let guestCommands: [RPCCommand] = [.ping, .serverInfo, .serverState]

    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        let outcomes = Splits.pieces(of: bytes).map(Self.requests)
        precondition(outcomes.allSatisfy { $0 == outcomes.first }, "requests depend on how their bytes were split")
        for body in [bytes] + (outcomes.first?.requests ?? []).map(\.body) {
            if let request = try? RPCRequest(jsonRPC: body) { Self.check(request) }
            if let request = try? RPCRequest(webSocket: body) {
                precondition(request.parameters["command"] == .string(request.method), "the command is another one")
                Self.check(request)
            }
        }
    }

    private struct Outcome: Equatable {
        var requests: [HTTPRequestReader.Request] = []
        var error: HTTPError?
    }

    private static func requests(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        var reader = HTTPRequestReader(headLimit: Self.headLimit, bodyLimit: Self.bodyLimit)
        var outcome = Outcome()
        for piece in pieces {
            var rest = piece
            while !rest.isEmpty {
                do {
                    if let request = try reader.read(&rest) { outcome.requests.append(request) }
                } catch {
                    outcome.error = error
                    return outcome
                }
                precondition(
                    reader.bufferedCount <= max(Self.headLimit, Self.bodyLimit),
                    "a request holds more than its limit"
                )
            }
        }
        return outcome
    }

    private static func check(_ request: RPCRequest) {
        precondition(!request.method.isEmpty, "a command without a name")
        do throws(RPCError) {
            let command = try RPCCommand(request, as: .guest)
            precondition(Self.guestCommands.contains(command), "a guest may give a command of administrators")
        } catch {
            Self.checkAnswer(RPCAnswer.failure(error), to: request)
        }
        do throws(RPCError) {
            _ = try RPCCommand(request, as: .administrator)
            Self.checkAnswer(RPCAnswer.success(), to: request)
        } catch {
            precondition(error != .noPermission, "an administrator may not do something")
        }
    }

    /// An answer is a document of its own, names the client's command, and repeats nothing else of it.
    private static func checkAnswer(_ answer: JSONValue, to request: RPCRequest) {
        precondition((try? JSONReader.read(Array(answer.text.utf8))) == answer, "an answer is no document")
        let message = RPCAnswer.webSocket(answer, id: request.id)
        precondition((try? JSONReader.read(Array(message.text.utf8))) == message, "an answer is no document")
        precondition(message["id"] == request.id && message["request"] == nil, "an answer says what it should not")
    }
}
