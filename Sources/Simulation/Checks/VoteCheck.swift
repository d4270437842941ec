/// Sees to it that votes reach everybody whom links connect with their authors.
struct VoteCheck: Sendable {
    /// From the speaking of a vote until it must have come everywhere, besides the way itself.
    static let slack = Duration.seconds(2)
    /// The most links in a row that a vote may need.
    static let longestWay = 16
    /// For how long a vote must not be sent again. Source: skywelld reference §5.6.
    static let lifetime = Duration.seconds(300)

    private let limit: Duration
    /// In the order of time, those before the starts being done with.
    private var spoken: [VoteTrace.Spoken] = []
    private var dueStart = 0
    private var expiringStart = 0

    init(longestLatency: Duration) {
        self.limit = Self.slack + longestLatency * Self.longestWay
    }

    /// - Parameter spoken: In the order of time, and none before those that came earlier.
    mutating func note(_ spoken: [VoteTrace.Spoken]) {
        self.spoken += spoken
    }

    /// The votes whose time has come.
    ///
    /// - Returns: An honest actor that a vote did not reach though links stood all the time, and the vote's author.
    mutating func settle(_ survey: Survey, _ actors: [Actor], now: Duration) -> (author: Int, missed: Int)? {
        var missed: (author: Int, missed: Int)?
        while self.dueStart < self.spoken.count, self.spoken[self.dueStart].time + self.limit <= now, missed == nil {
            let vote = self.spoken[self.dueStart]
            self.dueStart += 1
            guard survey.hasReached(vote.author, vote.id) != nil else { continue }
            missed = Self.connected(to: vote.author, since: vote.time, survey, actors)
                .first { survey.hasReached($0, vote.id) == false }.map { (vote.author, $0) }
        }
        return missed
    }

    /// - Returns: Votes that need not be remembered any more.
    mutating func expire(now: Duration) -> [VoteID] {
        var expired: [VoteID] = []
        while self.expiringStart < self.dueStart, self.spoken[self.expiringStart].time + Self.lifetime <= now {
            expired.append(self.spoken[self.expiringStart].id)
            self.expiringStart += 1
        }
        if self.expiringStart > 256 {
            self.spoken.removeFirst(self.expiringStart)
            self.dueStart -= self.expiringStart
            self.expiringStart = 0
        }
        return expired
    }

    /// The honest actors that links which stood undisturbed since then connect with one of them, sorted.
    private static func connected(to author: Int, since time: Duration, _ survey: Survey, _ actors: [Actor]) -> [Int] {
        var isFound = Array(repeating: false, count: actors.count)
        isFound[author] = true
        var open = [author]
        while let actor = open.popLast() {
            for link in survey.links(of: actor)
            where link.since < time && link.disturbedAt.map({ $0 < time }) ?? true && !isFound[link.other]
                && actors[link.other].kind.isHonest
            {
                isFound[link.other] = true
                open.append(link.other)
            }
        }
        return isFound.indices.filter { isFound[$0] }
    }
}
