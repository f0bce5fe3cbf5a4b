import { type EngineEnvironment, MAX_ACTION_ROUNDS, ProgramAssertion } from "../forwarding/engine.js";
import type { Action, Primitive } from "../model/index.js";
import { parameterOffsets } from "../state/calls.js";
import type { Code } from "./code.js";
import { ExpressionCompiler } from "./expressions.js";
import { type Step, writeForward } from "./jumps.js";
import { PrimitiveCompiler } from "./primitives.js";
import { scopeOf } from "./scope.js";

/** The function of an action: `(packet, phv, data, base)`, its arguments being words of `data` from `base`. */
export function actionFunction(code: Code, environment: EngineEnvironment, action: Action): string {
  return code.define(action, "action", (own) => {
    own.block("(packet, phv, data, base) =>", () => writeBody(own, environment, action));
  });
}

function jumpTargets(primitive: Primitive): readonly number[] {
  return primitive.kind === "jump" || primitive.kind === "jumpIfFalse" ? [primitive.to] : [];
}

function writeBody(code: Code, environment: EngineEnvironment, action: Action): void {
  const widths = action.parameters.map(({ width }) => width);
  const scope = scopeOf(code, environment.state, widths, parameterOffsets(action));
  const compiler = new ExpressionCompiler(scope);
  const primitives = new PrimitiveCompiler(compiler, environment);
  const loops = action.primitives.some((primitive, index) =>
    jumpTargets(primitive).some((to) => to <= index),
  );
  if (loops) writeLoops(code, compiler, primitives, action);
  else writeStraight(code, compiler, primitives, action);
}

function writeStraight(
  code: Code,
  compiler: ExpressionCompiler,
  primitives: PrimitiveCompiler,
  action: Action,
): void {
  const steps = action.primitives.map(
    (primitive, index): Step => ({
      targets: jumpTargets(primitive).filter((to) => to !== index + 1),
      write: (jump) => {
        code.block("", () => writePrimitive(code, compiler, primitives, primitive, jump));
      },
    }),
  );
  writeForward(code, steps, "step");
}

function writePrimitive(
  code: Code,
  compiler: ExpressionCompiler,
  primitives: PrimitiveCompiler,
  primitive: Primitive,
  jump: (to: number) => string,
): void {
  if (primitive.kind === "jump") code.line(jump(primitive.to));
  else if (primitive.kind === "jumpIfFalse") {
    const condition = compiler.condition(primitive.condition);
    code.line(`if (!${condition}) { ${jump(primitive.to)} }`);
  } else primitives.compile(primitive);
}

/** An action that jumps back: a counter of steps in a loop, with a bound on the rounds. */
function writeLoops(
  code: Code,
  compiler: ExpressionCompiler,
  primitives: PrimitiveCompiler,
  action: Action,
): void {
  const failure = code.bind("ProgramAssertion", ProgramAssertion);
  const message = JSON.stringify(`${action.name} does not end`);
  const jump = (from: number) => (to: number) => {
    const check = to <= from ? `if (++rounds > ${MAX_ACTION_ROUNDS}) throw new ${failure}(${message}); ` : "";
    return `${check}step = ${to}; continue;`;
  };
  code.line("let step = 0; let rounds = 0;");
  code.block("for (;;) switch (step)", () => {
    for (const [index, primitive] of action.primitives.entries()) {
      code.block(`case ${index}:`, () => {
        writePrimitive(code, compiler, primitives, primitive, jump(index));
      });
    }
    code.line("default: return;");
  });
}
