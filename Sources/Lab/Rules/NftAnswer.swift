package import Nftables

/// What libnftables says about the first thing that it does not take.
package struct NftAnswer: Sendable {
    package let message: String
    /// In the text, both from 1; `nil` if it names none.
    package let place: (line: Int, columns: ClosedRange<Int>)?

    /// What another one says.
    package init(message: String) {
        self.message = message
        self.place = nil
    }

    /// Source: libnftables prints `NAME:LINE:FIRST-LAST: Error: …`, then the line and marks below it.
    package init(_ error: NftablesError) {
        let lines = error.message.split(separator: "\n")
        let mark = "Error: "
        guard let line = lines.first(where: { $0.contains(mark) }), let range = line.firstRange(of: mark) else {
            self.message = lines.first.map(String.init) ?? "no reason is given"
            self.place = nil
            return
        }
        self.message = String(line[range.upperBound...])
        let parts = line[..<range.lowerBound].split(separator: ":").map { $0.filter { $0 != " " } }
            .filter { !$0.isEmpty }
        let columns = (parts.last ?? "").split(separator: "-").compactMap { Int($0) }
        guard parts.count >= 3, let number = Int(parts[parts.count - 2]), columns.count == 2,
            columns[0] >= 1, columns[0] <= columns[1]
        else {
            self.place = nil
            return
        }
        self.place = (number, columns[0]...columns[1])
    }
}
