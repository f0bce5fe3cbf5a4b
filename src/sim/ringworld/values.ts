import { digest32, type Random, randomBelow } from "../../base/index.js";
import { textBytes } from "../kernel/text-bytes.js";

const separator = 0x7c;

/** Makes a value that names itself: the label, a bar, and padding that differs from value to value. */
export function makeValue(label: string, random: Random, bytesMax: number): Uint8Array {
  const head = textBytes(`${label}|`);
  const value = new Uint8Array(head.length + randomBelow(random, Math.max(1, bytesMax - head.length)));
  value.set(head);
  for (let at = head.length; at < value.length; at += 1) value[at] = random.nextUint32() & 0xff;
  return value;
}

/** How a value is called in histories and transcripts: its label and a digest of all its bytes. */
export function nameValue(value: Uint8Array): string {
  const end = value.indexOf(separator);
  const label = String.fromCharCode(...value.subarray(0, Math.max(0, end)));
  return `${label}#${digest32(value).toString(16)}`;
}

/** How many streams there are. */
export const streams = 3;

/** The stream of a value: it follows from the value, so that every reader knows where it belongs. */
export function streamOf(name: string): number {
  return 1 + (digest32(textBytes(name), 0) % streams);
}
