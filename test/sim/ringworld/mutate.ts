import assert from "node:assert/strict";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";

/** The parts of BMv2 JSON that mutations touch. */
interface Bmv2 {
  readonly actions: { readonly name: string; primitives: Primitive[] }[];
}

/** One step of an action. */
export interface Primitive {
  readonly op: string;
  parameters: Parameter[];
}

interface Parameter {
  type: string;
  value: unknown;
}

/** The artifact with one action changed; everything else stays byte for byte. */
export function mutateAction(
  artifact: PipelineConfig,
  actionName: string,
  mutate: (primitives: Primitive[]) => Primitive[],
): PipelineConfig {
  const json: Bmv2 = JSON.parse(new TextDecoder().decode(artifact.deviceConfig));
  const actions = json.actions.filter(({ name }) => name === actionName);
  assert.ok(actions.length > 0, `the program has the action ${actionName}`);
  const before = JSON.stringify(json);
  for (const action of actions) action.primitives = mutate(action.primitives);
  const after = JSON.stringify(json);
  assert.notEqual(after, before, "the mutation changes something");
  return { ...artifact, deviceConfig: new TextEncoder().encode(after) };
}

/** Leaves out what writes a register. */
export function withoutWrites(primitives: Primitive[]): Primitive[] {
  return primitives.filter(({ op }) => op !== "register_write");
}

/** Replaces what is assigned to a field of metadata by a constant. */
export function assignConstant(field: string, value: number): (primitives: Primitive[]) => Primitive[] {
  const constant = { type: "hexstr", value: `0x${value.toString(16).padStart(8, "0")}` };
  return (primitives) =>
    primitives.map((primitive) => {
      const [target] = primitive.parameters;
      const hits =
        primitive.op === "assign" && JSON.stringify(target?.value) === JSON.stringify(["scalars", field]);
      return hits && target ? { ...primitive, parameters: [target, constant] } : primitive;
    });
}

/** Takes the first branch of every choice that is written to a register, whatever its condition says. */
export function alwaysWrite(primitives: Primitive[]): Primitive[] {
  return primitives.map((primitive) =>
    primitive.op === "register_write"
      ? { ...primitive, parameters: primitive.parameters.map((parameter) => firstBranch(parameter)) }
      : primitive,
  );
}

function firstBranch(parameter: Parameter): Parameter {
  const expression = parameter.value;
  if (parameter.type !== "expression" || typeof expression !== "object" || expression === null)
    return parameter;
  if ("op" in expression && expression.op === "?" && "left" in expression) {
    return { type: "expression", value: expression.left };
  }
  if ("type" in expression && "value" in expression && typeof expression.type === "string") {
    return firstBranch({ type: expression.type, value: expression.value });
  }
  return parameter;
}
