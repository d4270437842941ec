import Overlay
import Skywelld

extension Overlay {
    /// Stands where no machine is.
    static let vacant = Overlay(
        configuration: Configuration(
            nodeKey: NodeKey(seed: Seed(passphrase: "nobody")),
            isPrivate: true,
            peersMax: 0,
            listeningPort: nil,
            userAgent: ""
        ),
        seed: 0
    )
}
