internal import ArgumentParser
internal import Lab

/// Exit codes are an interface.
extension ExitCode {
    /// The answer is no.
    static let no = ExitCode(1)
    /// The topology, or another file, has errors.
    static let badInput = ExitCode(65)
    /// A host or the lab is unavailable, or a claim could not be settled.
    static let unavailable = ExitCode(69)
    /// Our bug.
    static let bug = ExitCode(70)
    /// This user may not.
    static let notPermitted = ExitCode(77)

    static let help = """
        Exit codes:
          0   yes, or done
          1   the answer is no: a claim is violated, a mutation was missed
          64  usage: the command line is wrong
          65  a file has errors: the topology, or skywelld.cfg
          69  the lab or a host is unavailable, or a claim could not be settled
          70  a bug in picket
          77  this machine does not permit it
        """

    init(_ error: LabError) {
        self = error.kind == .notPermitted ? .notPermitted : .unavailable
    }
}
