/// The oracle cannot work here, or was asked something that it does not understand.
struct OracleError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
