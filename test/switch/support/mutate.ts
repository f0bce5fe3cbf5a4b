import { type Random, randomBelow } from "../../../src/base/index.js";

/** A packet with a few bits, bytes or pieces that are not as they were. */
export function mutatedPacket(random: Random, packet: Uint8Array): Uint8Array {
  let bytes = [...packet];
  for (let count = randomBelow(random, 4); count >= 0; count--) bytes = mutateOnce(random, bytes);
  return Uint8Array.from(bytes);
}

function mutateOnce(random: Random, bytes: readonly number[]): number[] {
  const at = randomBelow(random, bytes.length + 1);
  const piece = Array.from({ length: randomBelow(random, 24) }, () => randomBelow(random, 256));
  switch (randomBelow(random, 6)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return [...bytes.slice(0, at), ...piece, ...bytes.slice(at)];
    case 2:
      return [...bytes.slice(0, at), ...bytes.slice(at + piece.length)];
    case 3:
      return [...bytes.slice(0, at), ...bytes.slice(0, 64)];
    case 4:
      return bytes.map((byte, index) => (index === at ? randomBelow(random, 256) : byte));
    default:
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << randomBelow(random, 8)) : byte));
  }
}

type Mutable = { [key: string]: Mutable } | Mutable[] | string | number | boolean | null;

/** All places of a value where something hangs. */
function places(value: Mutable, found: [{ [key: string]: Mutable }, string][] = []) {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    const container = value as { [key: string]: Mutable };
    found.push([container, key]);
    const member = container[key];
    if (member !== undefined) places(member, found);
  }
  return found;
}

const STRANGE: readonly Mutable[] = [
  ...[null, -1, 0, 1, 7, 65, 1e9, 0.5, "", "0x", "0x7fffffff", "-0x1", "zz", true, "__proto__"],
  ...[[], {}, [[]]],
];

/** A JSON text in which up to three things are missing, strange, or in the place of others. */
export function mutatedJson(random: Random, json: string): string {
  const mutant = JSON.parse(json) as Mutable;
  for (let count = randomBelow(random, 3); count >= 0; count--) {
    const all = places(mutant);
    const [holder, key] = all[randomBelow(random, all.length)] ?? [{}, ""];
    const [otherHolder, otherKey] = all[randomBelow(random, all.length)] ?? [{}, ""];
    const choice = randomBelow(random, 4);
    if (choice === 0) delete holder[key];
    else if (choice === 1) holder[key] = STRANGE[randomBelow(random, STRANGE.length)] ?? null;
    else if (choice === 2) holder[key] = structuredClone(otherHolder[otherKey] ?? null);
    else if (typeof holder[key] === "number") holder[key] += randomBelow(random, 5) - 2;
  }
  return JSON.stringify(mutant);
}
