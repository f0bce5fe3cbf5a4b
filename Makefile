# Everything a person or CI asks for. `make help` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help
INPUT ?=
RINGWORLD := node build/src/cli/main.js
SOURCES := $(shell find $(wildcard src controller bmv2-env) -name node_modules -prune -o -name dist -prune -o -name gen -prune -o \( -name '*.ts' -o -name '*.proto' \) -print)

BENCHES := bench-language bench-switch bench-p4runtime bench-ringworld bench-vivace

.PHONY: help run chaos simulate-long test build p4 p4-check fit proof mutation lint format fuzz-switch fuzz-p4runtime bench $(BENCHES) clean

help: ## list the commands
	@grep -hE '^[a-z0-9%-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

node_modules/.installed: package.json package-lock.json src/p4runtime/package.json
	@npm ci --no-audit --no-fund --loglevel=error >&2
	@touch $@

build/.built: node_modules/.installed $(SOURCES)
	@node scripts/build.mjs --product
	@mkdir -p build && touch $@

build: build/.built ## compile the product

run: build/.built ## append INPUT (a file, one entry a line) to a log on four racks and read it back
	@$(RINGWORLD) run $(if $(INPUT),"$(INPUT)",)

chaos: build/.built ## kill -9 of KILLS=100 switches, log servers and controllers under load: was anything lost, how long did it pause
	@$(RINGWORLD) chaos --kills $(or $(KILLS),100) --seed $(or $(SEED),1) $(if $(JSON),--json,)

simulate-long: build/.built ## WORLDS=100000 simulated worlds under faults, at low priority; goes on where JOURNAL ends
	@nice -n 19 $(RINGWORLD) simulate --worlds $(or $(WORLDS),100000) --seed $(or $(SEED),1) --journal $(or $(JOURNAL),simulate-long.jsonl)

p4: build/.built ## regenerate p4/ from src/programs
	@$(RINGWORLD) generate --out p4

p4-check: build/.built ## fail when p4/ is not what src/programs generates
	@$(RINGWORLD) generate --out p4 --check

.PHONY: docs
docs: node_modules/.installed ## make docs/reference, and the P4 in the examples of src/dsl
	@node scripts/build.mjs test/dsl
	@UPDATE_GOLDENS=1 node build/test/dsl/reference.test.js >/dev/null && echo "docs/reference is up to date"

fit: build/.built ## what the programs take of Tofino 1, as p4c's Tofino backend lays them out
	@$(RINGWORLD) fit $(if $(JSON),--json,)

test: node_modules/.installed ## set up and run every test, the linter and the artifact check
	@sh scripts/test-all.sh

# Both take their time: run them alone, at low priority.
proof: node_modules/.installed ## 10,000 random packets a program through p4c's JSON and ours, here and in BMv2
	@node scripts/build.mjs test/emit test/bmv2-env
	@PROOF_PACKETS=$(or $(PACKETS),10000) nice -n 15 node scripts/test.mjs emit

mutation: node_modules/.installed ## plant every fault in the emitters, and say which test notices it
	@node scripts/build.mjs test/mutation
	@nice -n 15 node build/test/mutation/report.js

lint: node_modules/.installed ## style and types
	@npx biome check .

format: node_modules/.installed ## mend the style
	@npx biome check --write .

fuzz-switch: node_modules/.installed ## a million mutated packets and ten thousand mutated configs through both engines
	@node scripts/build.mjs test/switch
	@SWITCH_FUZZ_PACKETS=$${SWITCH_FUZZ_PACKETS:-1000000} SWITCH_FUZZ_CONFIGS=$${SWITCH_FUZZ_CONFIGS:-10000} \
		node build/test/switch/fuzz.test.js

fuzz-p4runtime: node_modules/.installed ## ten thousand mutated requests and streams against the P4Runtime server
	@node scripts/build.mjs test/p4runtime
	@P4RUNTIME_FUZZ=$${P4RUNTIME_FUZZ:-10000} node build/test/p4runtime/fuzz.test.js

bench: $(BENCHES) ## every benchmark, one after the other

# Each compares with its rival in the same run where that is on PATH; JSON=1 prints one object a line.
bench-language: ## generating, growing and type-checking, beside p4c
bench-switch: ## packets/s and latency of the embedded switch, beside simple_switch_grpc
bench-p4runtime: ## table entries and register cells/s, beside simple_switch_grpc
bench-ringworld: ## durable appends/s on four racks, beside a three-member etcd
bench-vivace: ## latency under congestion of the new algorithms, beside the old ones

$(BENCHES): bench-%: build/.benches
	@node build/test/bench/$*.js $(if $(JSON),--json,)

build/.benches: build/.built $(shell find test/bench -name '*.ts')
	@node scripts/build.mjs test/bench
	@touch $@

clean: ## remove what was built
	rm -rf build src/p4runtime/dist src/p4runtime/gen node_modules/.installed
