/// The version of this program, as `--version` and the manifests say it.
package enum PicketVersion {
    package static let current = "0.1.0"
}
