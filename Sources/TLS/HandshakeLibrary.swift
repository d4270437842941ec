private import COpenSSL

/// OpenSSL's own algorithms, and what a handshake does not need of them left out: a fifth of its instructions.
///
/// - A dialler reads one thing, the public key in the other end's certificate. OpenSSL 3.0 gathers all readers that it has, of
///   every kind of key in every kind of file, for every certificate anew. Here it finds those of keys in certificates.
/// - OpenSSL multiplies the other end's point of ECDH by the order of its group, to see that it comes to nothing. For a curve whose
///   cofactor is 1 there is no need: each of its points but the one at infinity is in the group. So it is for P-256, P-384 and
///   P-521, the only curves of this form that OpenSSL offers by itself; here a point is good if it is on the curve and not at
///   infinity (NIST SP 800-56A Rev. 3, §5.6.2.3). Who makes OpenSSL offer curves with a cofactor of 2 or 4 risks one or two bits
///   of a key that is used once.
///
/// All else is the default provider's. Source: provider-base(7), provider-keymgmt(7); a provider that stands before another one is
/// `test/filterprov.c` of OpenSSL.
enum HandshakeLibrary {
    private typealias PlainFunction = @convention(c) () -> Void
    private typealias Validate = @convention(c) (UnsafeRawPointer?, Int32, Int32) -> Int32

    /// The `OSSL_LIB_CTX*`; `nil`, which stands for the usual one, where it cannot be made.
    // SAFETY: not changed once it is made, and never freed; OpenSSL shares it between threads. So for all that follow.
    nonisolated(unsafe) static let context: OpaquePointer? = {
        guard Self.base != nil, Self.validate != nil, let context = OSSL_LIB_CTX_new() else { return nil }
        guard OSSL_PROVIDER_add_builtin(context, "picket", { HandshakeLibrary.start($0, $1, $2, $3) }) == 1,
            OSSL_PROVIDER_load(context, "picket") != nil
        else {
            OSSL_LIB_CTX_free(context)
            ERR_clear_error()
            return nil
        }
        return context
    }()

    /// The default provider, in a library of its own.
    private nonisolated(unsafe) static let base: OpaquePointer? = OSSL_LIB_CTX_new().flatMap {
        OSSL_PROVIDER_load($0, "default")
    }

    // MARK: - Readers

    /// The kinds of keys that a certificate may have, and the wrapping that they come in.
    private static let readKeys: Set = ["DER", "EC", "ED25519", "ED448", "RSA", "RSA-PSS"]
    private static let wrapping = "structure=SubjectPublicKeyInfo"

    private nonisolated(unsafe) static let readers: UnsafePointer<OSSL_ALGORITHM> = Self.list(
        Self.algorithms(OSSL_OP_DECODER).filter { reader in
            let properties = reader.property_definition.map { String(cString: $0) } ?? ""
            return Self.readKeys.contains(String(cString: reader.algorithm_names))
                && properties.split(separator: ",").contains { $0 == Self.wrapping }
        },
        end: OSSL_ALGORITHM()
    )

    // MARK: - Keys

    /// Those of the default provider, where that of elliptic curves validates as ``validateQuickly``.
    private nonisolated(unsafe) static let keys: UnsafePointer<OSSL_ALGORITHM> = Self.list(
        Self.algorithms(OSSL_OP_KEYMGMT).map { algorithm in
            guard Self.isEllipticCurve(algorithm) else { return algorithm }
            let quickly: Validate = { HandshakeLibrary.validateQuickly($0, $1, $2) }
            var changed = algorithm
            changed.implementation = Self.list(
                Self.functions(of: algorithm).map { function in
                    guard function.function_id == OSSL_FUNC_KEYMGMT_VALIDATE else { return function }
                    return Self.entry(OSSL_FUNC_KEYMGMT_VALIDATE, quickly)
                },
                end: OSSL_DISPATCH()
            )
            return changed
        },
        end: OSSL_ALGORITHM()
    )

    private static func validateQuickly(_ key: UnsafeRawPointer?, _ selection: Int32, _ check: Int32) -> Int32 {
        let isPointOnly = selection == OSSL_KEYMGMT_SELECT_PUBLIC_KEY
        return Self.validate?(key, selection, isPointOnly ? OSSL_KEYMGMT_VALIDATE_QUICK_CHECK : check) ?? 0
    }

    /// The default provider's own, which knows both checks.
    private static let validate: Validate? = Self.algorithms(OSSL_OP_KEYMGMT)
        .first(where: Self.isEllipticCurve)
        .flatMap { Self.functions(of: $0).first { $0.function_id == OSSL_FUNC_KEYMGMT_VALIDATE }?.function }
        // SAFETY: a function of this number has this type.
        .map { unsafeBitCast($0, to: Validate.self) }

    /// Its names are `EC`, `id-ecPublicKey` and a number.
    private static func isEllipticCurve(_ algorithm: OSSL_ALGORITHM) -> Bool {
        String(cString: algorithm.algorithm_names).split(separator: ":").first == "EC"
    }

    // MARK: - The provider

    /// Source: provider-base(7), `OSSL_provider_init`.
    private static func start(
        _: OpaquePointer?,
        _: UnsafePointer<OSSL_DISPATCH>?,
        _ functions: UnsafeMutablePointer<UnsafePointer<OSSL_DISPATCH>?>?,
        _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    ) -> Int32 {
        functions?.pointee = Self.functions
        // What the default provider's functions expect to be called with.
        context?.pointee = OSSL_PROVIDER_get0_provider_ctx(Self.base)
        return 1
    }

    private nonisolated(unsafe) static let functions: UnsafePointer<OSSL_DISPATCH> = {
        typealias Tell = @convention(c) (UnsafePointer<OSSL_PARAM>?, UnsafeMutableRawPointer?) -> Int32
        typealias Query =
            @convention(c) (
                UnsafeMutableRawPointer?, Int32, UnsafeMutablePointer<Int32>?
            ) -> UnsafePointer<OSSL_ALGORITHM>?
        typealias Capabilities =
            @convention(c) (
                UnsafeMutableRawPointer?, UnsafePointer<CChar>?, Tell?, UnsafeMutableRawPointer?
            ) -> Int32
        let query: Query = { _, operation, isVolatile in
            let algorithms = OSSL_PROVIDER_query_operation(Self.base, operation, isVolatile)
            return switch operation {
            case OSSL_OP_DECODER: Self.readers
            case OSSL_OP_KEYMGMT: Self.keys
            case _: algorithms
            }
        }
        // The groups, such as P-256.
        let capabilities: Capabilities = { _, name, tell, argument in
            OSSL_PROVIDER_get_capabilities(Self.base, name, tell, argument)
        }
        return Self.list(
            [
                Self.entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query),
                Self.entry(OSSL_FUNC_PROVIDER_GET_CAPABILITIES, capabilities),
            ],
            end: OSSL_DISPATCH()
        )
    }()

    // MARK: - Lists that end with an empty entry

    /// What the default provider has for an operation.
    private static func algorithms(_ operation: Int32) -> [OSSL_ALGORITHM] {
        var isVolatile: Int32 = 0
        var next = OSSL_PROVIDER_query_operation(Self.base, operation, &isVolatile)
        var algorithms: [OSSL_ALGORITHM] = []
        while let algorithm = next?.pointee, algorithm.algorithm_names != nil {
            algorithms.append(algorithm)
            next = next?.successor()
        }
        return algorithms
    }

    private static func functions(of algorithm: OSSL_ALGORITHM) -> [OSSL_DISPATCH] {
        var next = algorithm.implementation
        var functions: [OSSL_DISPATCH] = []
        while let function = next?.pointee, function.function_id != 0 {
            functions.append(function)
            next = next?.successor()
        }
        return functions
    }

    private static func entry<Function>(_ number: Int32, _ function: Function) -> OSSL_DISPATCH {
        // SAFETY: OpenSSL calls it as what its number says, and each caller passes a C function of that type.
        let plain = unsafeBitCast(function, to: PlainFunction.self)
        return OSSL_DISPATCH(function_id: number, function: plain)
    }

    /// A copy that stays for good, as OpenSSL expects.
    private static func list<Entry>(_ entries: [Entry], end: Entry) -> UnsafePointer<Entry> {
        let start = UnsafeMutablePointer<Entry>.allocate(capacity: entries.count + 1)
        start.initialize(from: entries + [end], count: entries.count + 1)
        return UnsafePointer(start)
    }
}
