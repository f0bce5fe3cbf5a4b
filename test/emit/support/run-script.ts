import assert from "node:assert/strict";
import type { Entity, Update } from "p4runtime-js-grpc/values";
import type { PortFrame } from "./data-plane.js";
import type { ScriptLine, ScriptStep } from "./packet-script.js";
import { fits } from "./script-values.js";

/** A switch that scripts can be run on. */
export interface ScriptSwitch {
  write(update: Update): void | Promise<void>;
  read(filter: Entity): Iterable<Entity> | AsyncIterable<Entity>;
  /** Lets a frame in; gives back all that comes out because of it. */
  exchange(arrival: PortFrame): readonly PortFrame[] | Promise<readonly PortFrame[]>;
  /** Digests and lines of log that came since the last time; absent where they cannot be seen. */
  takeDigests?(): readonly (readonly bigint[])[];
  takeLog?(): readonly string[];
  /** Whether the control plane can read registers. */
  readonly hasRegisters: boolean;
}

/** Runs a script, and checks that all that was expected came out, and nothing else. */
export async function runScript(target: ScriptSwitch, script: readonly ScriptLine[]): Promise<void> {
  const left = new Map<number, Uint8Array[]>();
  for (const line of script) {
    try {
      await runStep(target, line.step, left);
    } catch (error) {
      throw new Error(
        `line ${line.number}: ${line.text}\n${error instanceof Error ? error.message : error}`,
        {
          cause: error,
        },
      );
    }
  }
  checkExpectations(script, left);
}

async function runStep(target: ScriptSwitch, step: ScriptStep, left: Map<number, Uint8Array[]>) {
  switch (step.kind) {
    case "write":
      await target.write({ type: step.type, entity: step.entity });
      return;
    case "packet":
      for (const { port, frame } of await target.exchange({ port: step.port, frame: step.bytes }))
        left.set(port, [...(left.get(port) ?? []), frame]);
      return;
    case "cell":
      await checkCell(target, step);
      return;
    case "digest":
      if (target.takeDigests !== undefined) assert.deepEqual(target.takeDigests(), [step.values]);
      return;
    case "log":
      if (target.takeLog !== undefined) assert.deepEqual(target.takeLog(), [step.text]);
      return;
    case "expect":
      return;
  }
}

async function checkCell(target: ScriptSwitch, { filter, unit, value }: ScriptStep & { kind: "cell" }) {
  if (unit === "data" && !target.hasRegisters) return;
  const found: bigint[] = [];
  for await (const entity of target.read(filter)) {
    if (entity.kind === "registerEntry") found.push(entity.data ?? 0n);
    else if ("data" in entity && typeof entity.data === "object" && unit !== "data")
      found.push(entity.data[unit]);
  }
  assert.deepEqual(found, [value]);
}

/** Port by port, in order. */
function checkExpectations(script: readonly ScriptLine[], left: ReadonlyMap<number, Uint8Array[]>): void {
  const taken = new Map<number, number>();
  for (const { number, step } of script) {
    if (step.kind !== "expect") continue;
    const position = taken.get(step.port) ?? 0;
    taken.set(step.port, position + 1);
    const packet = left.get(step.port)?.[position];
    assert(packet !== undefined, `line ${number}: nothing came out of port ${step.port} for it`);
    assert(fits(step.pattern, packet), `line ${number}: port ${step.port} sent ${hex(packet)}`);
  }
  for (const [port, packets] of left) {
    const more = packets.slice(taken.get(port) ?? 0).map(hex);
    assert.deepEqual(more, [], `nobody expects these from port ${port}`);
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
