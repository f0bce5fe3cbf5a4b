// Messages with something wrong in them: a field that holds what it should not, or bytes that were damaged.
import { type Random, randomBelow } from "../../src/base/index.js";

const oddNumbers = [0, 1, -1, 255, 0x7fff_ffff, -0x8000_0000, 0xffff_ffff];
const oddBigints = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n];
const oddLengths = [0, 1, 2, 17, 3000];

export function oneOf<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[randomBelow(random, choices.length)];
  if (choice === undefined) throw new Error("a choice among nothing");
  return choice;
}

/** A copy of a message with up to three fields, at any depth, changed, cleared, doubled or removed. */
export function mutatedMessage<T extends object>(random: Random, message: T): T {
  const copy = structuredClone(message);
  for (let left = 1 + randomBelow(random, 3); left > 0; left -= 1) mutateField(random, copy);
  return copy;
}

/** A copy of bytes with up to four of them changed, or a piece cut out, doubled or put in. */
export function mutatedBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const at = randomBelow(random, bytes.length + 1);
  const end = at + randomBelow(random, 20);
  switch (randomBelow(random, 4)) {
    case 0:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(end)]);
    case 1:
      return Uint8Array.from([...bytes.subarray(0, end), ...bytes.subarray(at)]);
    case 2:
      return Uint8Array.from([...bytes.subarray(0, at), ...randomBytes(random), ...bytes.subarray(at)]);
    default:
      return flipped(random, bytes);
  }
}

function flipped(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let left = 1 + randomBelow(random, 4); left > 0; left -= 1) {
    copy[randomBelow(random, Math.max(1, copy.length))] = randomBelow(random, 256);
  }
  return copy;
}

function randomBytes(random: Random): Uint8Array {
  return Uint8Array.from({ length: oneOf(random, oddLengths) }, () => randomBelow(random, 256));
}

/** Goes down to some field and puts something else there. */
function mutateField(random: Random, root: object): void {
  let holder: object = root;
  for (;;) {
    const keys = Object.keys(holder).filter((key) => key !== "$case");
    if (keys.length === 0) return;
    const key = oneOf(random, keys);
    const value: unknown = Reflect.get(holder, key);
    const isDeep = typeof value === "object" && value !== null && !(value instanceof Uint8Array);
    if (isDeep && randomBelow(random, 5) > 0 && Object.keys(value).length > 0) {
      holder = value;
      continue;
    }
    Reflect.set(holder, key, other(random, value));
    return;
  }
}

function other(random: Random, value: unknown): unknown {
  if (typeof value === "number") return oneOf(random, [...oddNumbers, value + 1, value - 1]);
  if (typeof value === "bigint") return oneOf(random, oddBigints);
  if (typeof value === "string") return oneOf(random, ["", "x", value.repeat(2), "\u{1f300}"]);
  if (typeof value === "boolean") return !value;
  if (value instanceof Uint8Array) return randomBytes(random);
  if (Array.isArray(value)) return oneOf(random, [[], [...value, ...value], value.slice(1)]);
  return undefined;
}
