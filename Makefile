# Everything a fresh Debian 12 with a Swift toolchain needs: `make quickstart`, `make test`.

# package:file that shows it is there
PACKAGES = libssl-dev:/usr/include/openssl/ssl.h \
           libsecp256k1-dev:/usr/include/secp256k1.h \
           libnftables-dev:/usr/include/nftables/libnftables.h \
           libyaml-dev:/usr/include/yaml.h
# Other people's programs, which the node has to get on with.
TEST_PACKAGES = python3-openssl:/usr/lib/python3/dist-packages/OpenSSL/__init__.py \
                openssl:/usr/bin/openssl \
                curl:/usr/bin/curl
PICKET = .build/release/picket

.PHONY: quickstart test build bench flood fuzz sanitize prove-fuzz format clean packages

## Builds picket and runs the smallest topology as a lab on this machine.
quickstart: build
	$(PICKET) lab run topologies/quickstart.yaml

test flood sanitize: PACKAGES += $(TEST_PACKAGES)

## Runs every test, those that bring a lab up among them.
test: packages
	swift build --product PicketPackageTests
	swift test --skip-build --disable-xctest --no-parallel

build: packages
	swift build -c release --product picket

## Measures against a floor in the same run.
bench: build
	Benchmarks/run
	Benchmarks/compile
	Benchmarks/prover
	Benchmarks/node
	Benchmarks/node-memory
	Benchmarks/simulation

# What of the tests looks after memory and threads: the node, and all that reads strangers' bytes.
SANITIZED = NodeTests|OverlayTests|PeerProtocolTests|TLSTests|FuzzTests
SANITIZERS = address thread

## Runs the node's tests under the address and the thread sanitizer, one after the other.
# What statics hold, the leak check cannot see: Swift keeps marks in pointers. Their initialisers end in WZ.
sanitize: packages
	mkdir -p .build && echo 'leak:_WZ' > .build/leaks-of-none
	for sanitizer in $(SANITIZERS); do \
	    swift build --build-tests --sanitize=$$sanitizer --scratch-path .build-$$sanitizer || exit; \
	    LSAN_OPTIONS=suppressions=$(CURDIR)/.build/leaks-of-none:print_suppressions=0 \
	        PICKET_FLOOD=100 PICKET_SANITIZED=1 swift test --skip-build --disable-xctest --no-parallel \
	        --sanitize=$$sanitizer --scratch-path .build-$$sanitizer --filter '^($(SANITIZED))\.' || exit; \
	done

## Attacks a node with ten thousand connections of each kind; the ordinary tests make a few hundred.
FLOOD = 10000
flood: packages
	swift build --product PicketPackageTests
	PICKET_FLOOD=$(FLOOD) swift test --skip-build --disable-xctest --no-parallel --filter 'NodeTests.FloodTests'

# Of each fuzzer, in seconds.
FUZZ_TIME = 300
FUZZERS = FuzzTopology FuzzConfiguration FuzzKeyText FuzzHTTP FuzzFrame FuzzMessage FuzzValidation FuzzOverlay FuzzCommand FuzzWebSocket FuzzJSON

## Feeds the readers of strangers' text with what libFuzzer makes up; an input that breaks one stays in Fuzz/Corpus.
fuzz: packages
	for fuzzer in $(FUZZERS); do \
	    PICKET_FUZZ=1 swift build -c release --sanitize=fuzzer --scratch-path .build-fuzz --product $$fuzzer || exit; \
	    found=$$(mktemp -d); \
	    SWIFT_BACKTRACE=enable=no .build-fuzz/release/$$fuzzer -max_total_time=$(FUZZ_TIME) -timeout=10 -max_len=4096 \
	        -artifact_prefix=Fuzz/Corpus/$$fuzzer/ $$found Fuzz/Corpus/$$fuzzer || exit; \
	    rm -rf $$found; \
	done

## Holds the prover against the kernel for as long as you like: make prove-fuzz SEED=1 RULESETS=5000
SEED = 1
RULESETS = 5000
prove-fuzz: packages
	swift build -c release --product KernelOracle
	for hook in input output forward prerouting postrouting; do \
	    unshare -Urn .build/release/KernelOracle random $$hook $(SEED) $(RULESETS) 200 || exit 1; \
	done

format:
	swift format -i --parallel --recursive Package.swift Sources Tests Fuzz

clean:
	rm -rf .build

## Installs the system packages that are missing, and nothing else.
packages:
	@command -v swift >/dev/null || { echo "error: there is no 'swift' in PATH: install Swift 6.2 or later, https://swift.org/install" >&2; exit 69; }
	@missing=""; \
	for entry in $(PACKAGES); do \
	    [ -e "$${entry#*:}" ] || missing="$$missing $${entry%%:*}"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	command -v apt-get >/dev/null || { echo "error: these libraries are missing, and there is no apt-get to install them:$$missing" >&2; exit 69; }; \
	if [ "$$(id -u)" -eq 0 ]; then as_root=""; \
	elif command -v sudo >/dev/null; then as_root="sudo"; \
	else echo "error: these packages are missing; install them as root: apt-get install$$missing" >&2; exit 77; fi; \
	echo "installing$$missing"; \
	$$as_root apt-get update -q && $$as_root apt-get install -q -y --no-install-recommends $$missing
