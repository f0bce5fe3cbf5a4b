// The real switch takes what we emit as it is, and its tables take entries for it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { BatchError } from "p4runtime-js-grpc";
import { p4info } from "p4runtime-js-grpc/messages";
import { tableEntry, type Update } from "p4runtime-js-grpc/values";
import { seededRandom } from "../../src/base/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import { allPrograms } from "./support/programs.js";
import { randomUpdates } from "./support/random-entries.js";
import { type RealSwitch, skipWithoutBmv2, startRealSwitch } from "./support/real-switch.js";

const entriesEachTable = 8;

describe("simple_switch_grpc", { skip: skipWithoutBmv2 }, () => {
  let real: RealSwitch;
  before(async () => {
    real = await startRealSwitch();
  });
  after(() => real.stop());

  for (const { name, ir } of allPrograms) {
    it(`takes ${name} unchanged, and entries for its tables`, async () => {
      const { p4infoBinary, bmv2Json } = emitArtifacts(ir);
      const config = { p4info: p4infoBinary, deviceConfig: new TextEncoder().encode(bmv2Json) };
      await real.client.setPipeline(config);
      const kept = await real.client.getPipeline();
      assert.deepEqual(kept?.p4info, config.p4info);
      assert.deepEqual(kept?.deviceConfig, config.deviceConfig);

      const drawn = randomUpdates(p4info.P4Info.decode(p4infoBinary), entriesEachTable, seededRandom(1));
      const updates = drawn.filter(({ entity }) => entity.kind !== "valueSet");
      const refused = await refusals(updates);
      assert.deepEqual(
        refused.filter((code) => code !== "ALREADY_EXISTS"),
        [],
      );
      const wanted = updates.filter(
        ({ type, entity }) => type === "insert" && entity.kind === "tableEntry",
      ).length;
      assert.equal(await countEntries(p4infoBinary), wanted - refused.length);
    });
  }

  async function refusals(updates: readonly Update[]): Promise<readonly string[]> {
    try {
      await real.client.write(updates);
      return [];
    } catch (error) {
      if (!(error instanceof BatchError)) throw error;
      return error.failures.map(
        (failure: { readonly error: { readonly code: string } }) => failure.error.code,
      );
    }
  }

  /** Entries that a controller wrote, in all tables. */
  async function countEntries(binary: Uint8Array): Promise<number> {
    let count = 0;
    for (const { isConstTable, preamble } of p4info.P4Info.decode(binary).tables) {
      if (isConstTable) continue;
      for await (const _ of real.client.read([tableEntry({ table: preamble?.name ?? "" })])) count += 1;
    }
    return count;
  }
});
