/// Which link knows which entry of the livecache: what both ends told each other in the last half minute.
///
/// One small cell for each pair, in a row for each entry, so that a look at an entry and at who knows it touches little memory.
///
/// Source: skywelld reference §5.3.
struct RecentTable: Sendable {
    /// A second, in the upper bits, and hops plus one, below; 0 if nothing was told. A link and an entry that last for more than two
    /// hours without a word about each other look as if there had been one, for half a minute: it is then said that much
    /// later.
    private typealias Cell = UInt16

    private static let hopsBits: UInt16 = 3
    private static let secondsMask: UInt16 = 0xFFFF >> Self.hopsBits
    /// Columns come in such numbers.
    private static let columnStep = 8

    private var cells: [Cell] = []
    private var width = 0
    private var height = 0

    /// Whether a link does not know an entry with as few hops.
    func isNews(_ row: Int, to column: Int, hops: Int, second: Int64) -> Bool {
        let cell = self.cells[row * self.width + column]
        return Cell(hops) + 1 < cell & (1 << Self.hopsBits - 1) || !Self.isRecent(cell, second)
    }

    /// One end of a link told the other about an entry.
    mutating func remember(_ row: Int, by column: Int, hops: Int, second: Int64) {
        let index = row * self.width + column
        let cell = self.cells[index]
        guard !Self.isRecent(cell, second) || Cell(hops) + 1 <= cell & (1 << Self.hopsBits - 1) else { return }
        self.cells[index] = Self.stamp(second) << Self.hopsBits | Cell(hops) + 1
    }

    /// Reads a cell of each row, one after the other: much faster than each when it is needed, if many will be.
    ///
    /// - Returns: What was read, so that it is.
    func warmth(rows: Int) -> Int {
        var sum = 0
        for row in 0..<min(rows, self.height) { sum &+= Int(self.cells[row * self.width]) }
        return sum
    }

    /// Makes room for so many entries and links.
    mutating func reserve(rows: Int, columns: Int) {
        guard rows > self.height || columns > self.width else { return }
        let width = columns > self.width ? (columns / Self.columnStep + 1) * Self.columnStep : self.width
        let height = rows > self.height ? max(rows, 2 * self.height) : self.height
        if width == self.width {
            self.cells += Array(repeating: 0, count: (height - self.height) * width)
        } else {
            var wider = [Cell](repeating: 0, count: height * width)
            for row in 0..<self.height {
                for column in 0..<self.width {
                    wider[row * width + column] = self.cells[row * self.width + column]
                }
            }
            self.cells = wider
        }
        (self.width, self.height) = (width, height)
    }

    /// Another entry takes this row.
    mutating func clear(row: Int) {
        for index in row * self.width..<(row + 1) * self.width { self.cells[index] = 0 }
    }

    /// Another link takes this column.
    mutating func clear(column: Int) {
        guard column < self.width else { return }
        for index in stride(from: column, to: self.cells.count, by: self.width) { self.cells[index] = 0 }
    }

    private static func isRecent(_ cell: Cell, _ second: Int64) -> Bool {
        cell != 0
            && (Self.stamp(second) &- cell >> Self.hopsBits) & Self.secondsMask
                < PeerFinder.Constants.recentSeconds
    }

    private static func stamp(_ second: Int64) -> Cell {
        Cell(truncatingIfNeeded: second) & Self.secondsMask
    }
}
