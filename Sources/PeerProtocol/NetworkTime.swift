/// The protocol's clock: seconds since 2000-01-01T00:00:00Z.
///
/// Source: skywelld reference §3.1 and §3.5.
package enum NetworkTime {
    /// Second 0 as Unix time.
    package static let epoch: UInt64 = 946_684_800

    /// How far two clocks may be apart, in seconds.
    package static let tolerance: UInt64 = 20

    /// `nil` for times before 2000.
    package static func fromUnix(_ seconds: UInt64) -> UInt64? {
        seconds >= Self.epoch ? seconds - Self.epoch : nil
    }

    package static func isWithinTolerance(_ lhs: UInt64, _ rhs: UInt64) -> Bool {
        max(lhs, rhs) - min(lhs, rhs) <= Self.tolerance
    }

    /// A time as the real server writes it into a `Date` header: `Sun, 22 Nov 2026 08:44:19 +0000`.
    package static func dateText(_ networkTime: UInt64) -> String {
        // Beyond the year 9999 the text would change its shape, and no clock is there.
        let time = min(networkTime, 252_455_615_999)
        let (days, seconds) = (Int(time / 86_400), Int(time % 86_400))
        let date = Self.civilDate(days: days)
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(Self.twoDigits).joined(separator: ":")
        let weekday = Self.weekdays[days % 7]
        return "\(weekday), \(Self.twoDigits(date.day)) \(Self.months[date.month]) \(date.year) \(clock) +0000"
    }

    /// 2000-01-01 was a Saturday.
    private static let weekdays = ["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The Gregorian date some days after 2000-01-01; the month counts from 0, the day from 1.
    private static func civilDate(days: Int) -> (year: Int, month: Int, day: Int) {
        // Counted from 2000-03-01, leap days come last in their year and in their cycles of 4, 100 and 400 years.
        let shifted = days - 60
        guard shifted >= 0 else { return days < 31 ? (2000, 0, days + 1) : (2000, 1, days - 30) }
        let cycle = shifted / 146_097
        let dayOfCycle = shifted % 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = 2000 + 400 * cycle + yearOfCycle + (month >= 10 ? 1 : 0)
        return (year, (month + 2) % 12, day)
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
