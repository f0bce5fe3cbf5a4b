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
      ? { ...primitive, parameters: JSON.parse(JSON.stringify(primitive.parameters), firstBranch) }
      : primitive,
  );
}

/** What a choice becomes; anything else stays. */
function firstBranch(_key: string, value: unknown): unknown {
  const isChoice = typeof value === "object" && value !== null && "op" in value && value.op === "?";
  return isChoice && "left" in value ? value.left : value;
}
