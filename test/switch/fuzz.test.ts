import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { CodedError, randomBelow, seededRandom } from "../../src/base/index.js";
import { compiled, interpreter, loadProgram, type Program } from "../../src/switch/index.js";
import { TestBench, toHex } from "./support/bench.js";
import { featureJson } from "./support/feature-program.js";
import { mutatedJson, mutatedPacket } from "./support/mutate.js";
import { randomPacket } from "./support/random-packets.js";
import { fillRandomly } from "./support/random-state.js";

/** `make fuzz-switch` asks for a million packets and ten thousand configs. */
const PACKETS = Number(process.env.SWITCH_FUZZ_PACKETS ?? 5000);
const CONFIGS = Number(process.env.SWITCH_FUZZ_CONFIGS ?? 800);
const SEED = Number(process.env.SWITCH_FUZZ_SEED ?? 1);
const PACKETS_A_STATE = 1000;
const PACKETS_A_CONFIG = 8;
const GROWTH_MAX_BYTES = 64e6;

const artifacts = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../../p4");
const subjects = [
  featureJson,
  ...readdirSync(artifacts)
    .sort()
    .map((program) => readFileSync(path.join(artifacts, program, "bmv2.json"), "utf8")),
];

const engines = [compiled, interpreter];

/** Two switches that must do the same, with the same random tables. */
function pairOf(program: Program, seed: number): readonly TestBench[] {
  return engines.map((engine) => {
    const bench = new TestBench(featureJson, { engine, maxLoops: 8, maxLoopingPackets: 64 });
    bench.target.start(program);
    fillRandomly(seededRandom(seed), bench.target.running.state);
    return bench;
  });
}

/** Sends a frame through both; they must send, drop and log the same. */
function compare(pair: readonly TestBench[], port: number, frame: string, what: string): void {
  const [fast, plain] = pair.map((bench) => {
    bench.send(port, frame);
    bench.wait(1000);
    return { sent: bench.sent.splice(0), drops: bench.drops.splice(0), logged: bench.logged.splice(0) };
  });
  assert.deepEqual(fast, plain, `${what}, port ${port}: ${frame}`);
}

/** Registers and counters must be the same, too. */
function compareState(pair: readonly TestBench[], what: string): void {
  const [fast, plain] = pair.map(({ target }) => ({
    counters: target.counters(),
    registers: target.running.state.registers.map(({ words }) => words),
  }));
  assert.deepEqual(fast, plain, what);
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function usedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Does something many times; what is in use after the first fifth must not grow much. */
function withoutGrowth(times: number, work: (count: number) => void): void {
  let before = 0;
  for (let count = 0; count < times; count++) {
    if (count === Math.floor(times / 5)) before = usedBytes();
    work(count);
  }
  const growth = usedBytes() - before;
  assert.ok(growth < GROWTH_MAX_BYTES, `memory grew by ${growth} bytes`);
}

describe("what nobody meant", () => {
  it(`${PACKETS} mutated packets: both engines do the same, and memory does not grow`, () => {
    const programs = subjects.map(loadProgram);
    withoutGrowth(Math.ceil(PACKETS / PACKETS_A_STATE), (round) => {
      const seed = SEED * 100_003 + round;
      const program = programs[round % programs.length];
      assert.ok(program !== undefined);
      const pair = pairOf(program, seed);
      const random = seededRandom(seed);
      for (let count = 0; count < PACKETS_A_STATE; count++) {
        const frame = toHex(mutatedPacket(random, randomPacket(program, random)));
        compare(pair, count % 16, frame, `seed ${seed}, packet ${count}`);
      }
      compareState(pair, `seed ${seed}`);
    });
  });

  it(`${CONFIGS} mutated configs: each is refused with a code, or both engines run it alike`, () => {
    let refused = 0;
    withoutGrowth(CONFIGS, (count) => {
      const seed = SEED * 1_000_003 + count;
      const random = seededRandom(seed);
      const json = mutatedJson(random, subjects[count % subjects.length] ?? featureJson);
      const program = loadOrRefuse(json, seed);
      if (program === undefined) {
        refused += 1;
        return;
      }
      const pair = pairOf(program, seed);
      for (let packet = 0; packet < PACKETS_A_CONFIG; packet++) {
        const frame = toHex(mutatedPacket(random, randomPacket(program, random)));
        compare(pair, randomBelow(random, 16), frame, `config of seed ${seed}, packet ${packet}`);
      }
      compareState(pair, `config of seed ${seed}`);
    });
    assert.ok(refused > CONFIGS / 8 && refused < CONFIGS, `${refused} of ${CONFIGS} were refused`);
  });
});

function loadOrRefuse(json: string, seed: number): Program | undefined {
  try {
    return loadProgram(json);
  } catch (error) {
    assert.ok(error instanceof CodedError, `config of seed ${seed}: ${error}`);
    return undefined;
  }
}
