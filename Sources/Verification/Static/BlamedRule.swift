/// The rule, or the policy, that decides about the packet of an evidence.
package struct BlamedRule: Codable, Equatable, Sendable {
    /// Family and name, such as `inet picket`.
    package let table: String
    package let chain: String
    /// The kernel's number for the rule; `nil` for a policy.
    package let handle: Int?
    /// Where it was written, such as `v-1/picket.nft`; `nil` where that is not known for sure.
    package let file: String?
    /// In the file, from 1.
    package let line: Int?
    /// The place in the topology that the line comes from, such as `quickstart.yaml:12`.
    package let cause: String?

    /// Such as "v-1/picket.nft:57, from quickstart.yaml:12"; `nil` where no line is known.
    package var place: String? {
        guard let file, let line else { return nil }
        return "\(file):\(line)" + (self.cause.map { ", from \($0)" } ?? "")
    }
}
