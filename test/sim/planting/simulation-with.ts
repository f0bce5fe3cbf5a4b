import { register } from "node:module";
import type * as simulation from "../../../src/sim/index.js";
import { type PlantedLine, withPlanted } from "./planted-line.js";

register("./hooks.js", import.meta.url);

const whole = new URL("../../../src/sim/index.js", import.meta.url);

/**
 * The simulation with bugs in the program itself: controller, log servers, clients. All of its modules are loaded once
 * more, so that nothing else of the test sees the bug.
 *
 * @example
 * const { runSeed } = await simulationWith({ file: "controller/view/membership.js", from: "> 2", to: "> 0" });
 */
export async function simulationWith(...lines: readonly PlantedLine[]): Promise<typeof simulation> {
  const loaded: typeof simulation = await import(withPlanted(whole, lines).href);
  return loaded;
}
