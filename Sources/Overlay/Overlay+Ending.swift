/// What is left to do when a node ends.
extension Overlay {
    /// What is to be kept over the restart and has not been saved yet; `nil` if nothing is.
    package mutating func takeUnsavedBootcache() -> [BootcacheEntry]? {
        self.configuration.isPrivate ? nil : self.finder.takeLastUnsaved()
    }
}
