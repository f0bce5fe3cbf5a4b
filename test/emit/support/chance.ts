import type { PortFrame } from "./data-plane.js";

/** Bytes of a program's frames that no two switches agree about: random numbers, and times. */
const byChance: ReadonlyMap<string, readonly [offset: number, length: number]> = new Map([
  ["random_numbers", [16, 2]],
  ["intrinsics", [22, 8]],
  ["standard_metadata_of_v1model", [18, 4]],
]);

/** The frame with zeros in the place of what depends on chance or time. */
export function withoutChance(program: string, { port, frame }: PortFrame): PortFrame {
  const [offset, length] = byChance.get(program) ?? [0, 0];
  return { port, frame: frame.map((byte, index) => (index >= offset && index < offset + length ? 0 : byte)) };
}
