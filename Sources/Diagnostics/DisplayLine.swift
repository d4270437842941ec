/// One source line as it is shown: safe for a terminal, and cut around what matters if it is long.
struct DisplayLine {
    /// How many characters of a line are shown.
    static let maximumLength = 160
    /// How many characters before the place are kept when a line is cut.
    private static let margin = 60

    let text: String
    /// The display column of each shown character and of the end, counted from 0.
    private let columns: [Int]
    /// The source column of the first shown character, counted from 0.
    private let first: Int

    /// - Parameters:
    ///   - line: The source line.
    ///   - focus: The source column that must stay visible, counted from 1.
    init(_ line: Substring, focus: Int) {
        let count = line.unicodeScalars.count
        let isLong = count > Self.maximumLength
        let first = isLong ? min(max(focus - 1 - Self.margin, 0), count - Self.maximumLength) : 0
        var text = first > 0 ? "…" : ""
        var column = first > 0 ? 1 : 0
        var columns: [Int] = []
        for scalar in line.unicodeScalars.dropFirst(first).prefix(Self.maximumLength) {
            let cell = TerminalText.cell(for: scalar, atColumn: column)
            columns.append(column)
            text += cell.text
            column += cell.width
        }
        columns.append(column)
        self.text = first + Self.maximumLength < count ? text + "…" : text
        self.columns = columns
        self.first = first
    }

    /// Where a source column is shown, counted from 0; what was cut away is at the nearer end.
    ///
    /// - Parameter source: Counted from 1.
    func column(of source: Int) -> Int {
        self.columns[min(max(source - 1 - self.first, 0), self.columns.count - 1)]
    }
}
