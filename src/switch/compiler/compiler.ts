import type { Engine, EngineEnvironment } from "../forwarding/engine.js";
import { Code } from "./code.js";
import { controlFunction } from "./control.js";
import { deparserFunction } from "./deparser.js";
import { parserFunction } from "./parser.js";

/**
 * The fast engine: the program becomes JavaScript made for it. Every field is a fixed word of a typed array,
 * every expression is done on 32-bit numbers where its range allows (see `Ranges`), every action and table is
 * a function of its own.
 */
export function compiled(environment: EngineEnvironment): Engine {
  return writeProgram(environment).run() as Engine;
}

function writeProgram(environment: EngineEnvironment): Code {
  const { ingress, egress } = environment.state.program;
  const code = new Code();
  const functions = {
    parse: parserFunction(code, environment),
    ingress: controlFunction(code, environment, ingress),
    egress: controlFunction(code, environment, egress),
    deparse: deparserFunction(code, environment),
  };
  const members = Object.entries(functions).map(([name, text]) => `${name}: ${text}`);
  code.line(`return { ${members.join(", ")} };`);
  return code;
}
