#!/bin/sh
# Everything `make test` checks, in the order in which a failure is cheapest to read.
set -eu
cd "$(dirname "$0")/.."
npx biome check .
node scripts/build.mjs
mkdir -p build && touch build/.built
node build/src/cli/main.js generate --out p4 --check
node scripts/test.mjs
