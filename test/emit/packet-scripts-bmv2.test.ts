// simple_switch_grpc runs the packet scripts, with our JSON and with what p4c makes of our P4.
import { after, before, describe, it } from "node:test";
import { emitArtifacts } from "../../src/emit/index.js";
import { compileWithP4c, skipWithoutP4c } from "./support/artifacts.js";
import {
  forgetCopies,
  loadProgram,
  type RealSwitch,
  skipWithoutBmv2,
  startRealSwitch,
} from "./support/real-switch.js";
import { runScript, type ScriptSwitch } from "./support/run-script.js";
import { scripted, scriptOf } from "./support/scripts.js";

/** What its P4Runtime server cannot do. */
const beyondBmv2: ReadonlyMap<string, string> = new Map([
  ["select_on_value_set", "it has no value sets over P4Runtime"],
  ["select_on_set_of_pairs", "it has no value sets over P4Runtime"],
]);

describe("simple_switch_grpc runs the scripts", { skip: skipWithoutBmv2 || skipWithoutP4c }, () => {
  let real: RealSwitch;
  before(async () => {
    real = await startRealSwitch();
  });
  after(() => real.stop());

  for (const { name, ir } of scripted) {
    it(name, { skip: beyondBmv2.get(name) ?? false }, async () => {
      const ours = emitArtifacts(ir);
      const script = scriptOf(name, ours.p4infoBinary);
      for (const program of [ours, compileWithP4c(ours.v1modelP4)]) {
        await loadProgram(real, program);
        await runScript(scriptSwitch(real), script);
        await forgetCopies(real);
      }
    });
  }
});

function scriptSwitch({ client, dataPlane }: RealSwitch): ScriptSwitch {
  return {
    hasRegisters: false,
    write: (update) => client.write([update]),
    read: (filter) => client.read([filter]),
    exchange: (arrival) => dataPlane.exchange([arrival]),
  };
}
