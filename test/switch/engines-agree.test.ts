import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { seededRandom } from "../../src/base/index.js";
import { compiled, interpreter } from "../../src/switch/index.js";
import { TestBench, toHex } from "./support/bench.js";
import { randomPacket } from "./support/random-packets.js";
import { randomProgram } from "./support/random-programs.js";
import { fillRandomly } from "./support/random-state.js";

const PROGRAMS = 400;
const STATES = 20;
const PACKETS = 60;

const artifacts = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../../p4");

/** Every cell of every register, so that nothing that happened goes unseen. */
function registersOf(bench: TestBench): readonly string[] {
  return bench.target.running.state.registers.map((array) => array.words.join());
}

/** Runs the same packets through both engines with the same random tables. */
function compareOn(json: string, seed: number): void {
  const benches = [compiled, interpreter].map((engine) => new TestBench(json, { engine, maxLoops: 20 }));
  for (const bench of benches) fillRandomly(seededRandom(seed), bench.target.running.state);
  const random = seededRandom(seed + 1_000_000);
  for (let count = 0; count < PACKETS; count++) {
    const [first] = benches;
    assert(first !== undefined);
    const frame = toHex(randomPacket(first.target.running.program, random));
    const port = count % 16;
    const [fast, plain] = benches.map((bench) => {
      bench.send(port, frame);
      bench.wait(5000);
      return { sent: bench.sent.splice(0), drops: bench.drops.splice(0), registers: registersOf(bench) };
    });
    assert.deepEqual(fast, plain, `seed ${seed}, packet ${count} from port ${port}: ${frame}`);
  }
}

describe("the compiled engine and the reference interpreter", () => {
  it(`agree on ${PROGRAMS} random programs`, () => {
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      const { json, frames } = randomProgram(seededRandom(seed));
      const [fast, plain] = [compiled, interpreter].map((engine) => new TestBench(json, { engine }));
      for (const frame of frames) {
        const got = fast?.send(0, frame);
        const wanted = plain?.send(0, frame);
        assert.equal(wanted?.length, 1);
        assert.deepEqual(got, wanted, `seed ${seed}, frame ${frame}\n${json}`);
      }
    }
  });

  for (const program of readdirSync(artifacts).sort()) {
    it(`agree on ${program} with random tables and packets`, () => {
      const json = readFileSync(path.join(artifacts, program, "bmv2.json"), "utf8");
      for (let seed = 1; seed <= STATES; seed++) compareOn(json, seed);
    });
  }
});
