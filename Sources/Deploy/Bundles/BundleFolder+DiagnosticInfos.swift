internal import Diagnostics

extension BundleFolder {
    static let diagnosticInfos: [DiagnosticInfo] = [
        DiagnosticInfo(
            .bundleUnreadable,
            .error,
            "a bundle on disk cannot be read",
            cause: "A folder or file does not exist, or this user may not read it.",
            reason: "What was not read was not judged.",
            cure: "Correct the path, or read the bundles as the user who owns them."
        ),
        DiagnosticInfo(
            .bundleFileTooLarge,
            .error,
            "a bundle on disk is too large",
            cause: "A file has more than 1 MiB, or a host's folder more than 256 files.",
            reason: "No configuration is that large; reading whatever lies there could take all memory.",
            cure: "Name the folder that holds the bundles and nothing else."
        ),
        DiagnosticInfo(
            .tooManyBundles,
            .error,
            "there are too many bundles in a folder",
            cause: "The folder has more than 20,000 folders.",
            reason: "A topology has at most as many hosts.",
            cure: "Name the folder that holds the bundles, with one folder per host."
        ),
        DiagnosticInfo(
            .bundleIsEmpty,
            .warning,
            "a folder holds no files of a host",
            cause: "One of the folders beside the bundles is empty.",
            reason: "Every folder stands for a host; one without files says nothing about it.",
            cure: "Remove the folder, or copy the host's skywelld.cfg into it."
        ),
        DiagnosticInfo(
            .bundleFileIsSpecial,
            .warning,
            "a bundle holds something that is no file",
            cause: "There is a device, a pipe, a link to a folder, or a folder nested too deep.",
            reason: "Bundles consist of regular files; anything else could block the reader or lead out of the bundle.",
            cure: "Remove it, or put a regular file in its place."
        ),
        DiagnosticInfo(
            .noBundles,
            .error,
            "a folder holds no bundle",
            cause: "There is neither a skywelld.cfg in the folder nor a folder with one.",
            reason: "Without files there is nothing to judge.",
            cure: "Name a folder with one folder per host, or one host's folder with its skywelld.cfg."
        ),
    ]
}
