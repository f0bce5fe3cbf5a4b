import { encodeFrame } from "../wire/index.js";
import { outgoing } from "./message.js";

/** What a packet generator sends: a message that says only that time has passed. */
export function tickFrame(destination = 0): Uint8Array {
  const { header, payload } = outgoing(destination, "tick", {});
  const frame = { ethernet: { dst: 0n, src: 0n }, ipv4: { src: 0, dst: destination, dscp: 0 } };
  return encodeFrame({ ...frame, ringworld: header, payload });
}
