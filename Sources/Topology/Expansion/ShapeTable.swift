/// Numbers for the sets of segments that hosts are on, so that thousands of hosts compare by one number.
struct ShapeTable {
    /// As sorted indices of segments.
    private(set) var shapes: [[Int]] = []
    private var numbers: [[Int]: Int] = [:]

    mutating func number(of segments: [Int]) -> Int {
        let shape = segments.sorted()
        if let number = self.numbers[shape] { return number }
        self.numbers[shape] = self.shapes.count
        self.shapes.append(shape)
        return self.shapes.count - 1
    }
}
