import Foundation
import PeerProtocol
import TestSupport
import Testing

@Suite("NetworkTime")
struct NetworkTimeTests {
    private struct Entry: Decodable {
        let unix: UInt64
        let networkTime: UInt64
    }

    @Test("counts from the year 2000")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "network_time")
        #expect(!entries.isEmpty)
        for entry in entries { #expect(NetworkTime.fromUnix(entry.unix) == entry.networkTime) }
        #expect(NetworkTime.fromUnix(NetworkTime.epoch - 1) == nil)
        #expect(NetworkTime.fromUnix(0) == nil)
    }

    @Test("clocks may be 20 seconds apart, either way")
    func tolerance() {
        #expect(NetworkTime.isWithinTolerance(100, 120) && NetworkTime.isWithinTolerance(120, 100))
        #expect(!NetworkTime.isWithinTolerance(100, 121) && !NetworkTime.isWithinTolerance(121, 100))
        #expect(!NetworkTime.isWithinTolerance(0, .max) && NetworkTime.isWithinTolerance(.max, .max))
    }

    @Test("writes the date that was observed on the real server")
    func observed() {
        #expect(NetworkTime.dateText(1_795_337_059 - NetworkTime.epoch) == "Sun, 22 Nov 2026 08:44:19 +0000")
    }

    @Test("writes the dates that the system's calendar gives, for 800 years")
    func calendar() throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        for time in stride(from: UInt64(0), to: 800 * 31_556_952, by: 86_400 * 13 + 7919) {
            let date = Date(timeIntervalSince1970: Double(time + NetworkTime.epoch))
            #expect(NetworkTime.dateText(time) == formatter.string(from: date))
        }
        for year in [0, 4, 100, 400] {
            for day in 55..<64 {
                let time = UInt64((year * 365 + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400 + day) * 86_400)
                let date = Date(timeIntervalSince1970: Double(time + NetworkTime.epoch))
                #expect(NetworkTime.dateText(time) == formatter.string(from: date))
            }
        }
    }

    @Test("no clock breaks it")
    func extremes() {
        #expect(NetworkTime.dateText(0) == "Sat, 01 Jan 2000 00:00:00 +0000")
        #expect(NetworkTime.dateText(.max) == "Fri, 31 Dec 9999 23:59:59 +0000")
    }
}
