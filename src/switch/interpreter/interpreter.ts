import type { Engine, EngineEnvironment } from "../forwarding/engine.js";
import { runControl } from "./control.js";
import { deparsePacket } from "./deparser.js";
import { parsePacket } from "./parser.js";

/**
 * The reference engine: it walks the model with exact integers and tries every table entry. Slow and plain on
 * purpose; it is what the compiled engine is held against.
 */
export function interpreter(environment: EngineEnvironment): Engine {
  const { program } = environment.state;
  return {
    parse: (packet) => parsePacket(environment, packet),
    ingress: (packet) => runControl(environment, program.ingress, packet),
    egress: (packet) => runControl(environment, program.egress, packet),
    deparse: (packet) => deparsePacket(environment, packet),
  };
}
