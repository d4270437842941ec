import Testing

extension Tag {
    /// Needs namespaces of its own, and a kernel that lets an ordinary user make them.
    @Tag static var netns: Self
}

/// Everything that runs the built program. One test at a time: each has the machine's labs to itself.
///
/// Nothing here is skipped: without namespaces these tests fail.
@Suite(.serialized, .tags(.netns)) struct LabSuite {}
