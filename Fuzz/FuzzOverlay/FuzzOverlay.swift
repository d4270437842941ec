private import FuzzChecks

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    OverlayCheck.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
