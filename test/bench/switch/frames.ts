import { rackHostAddress, udpFrame, udpPayloadAt } from "../../../src/wire/index.js";

/** A UDP datagram to an address, in a frame of a length. */
export function frameTo(address: number, frameBytes: number): Uint8Array {
  const headers = {
    ethernet: { dst: 0x02_00_00_00_00_02n, src: 0x02_00_00_00_00_01n },
    source: { address: rackHostAddress(1, 11), port: 4000 },
    destination: { address, port: 9 },
    dscp: 0,
  };
  return udpFrame(headers, frameBytes - udpPayloadAt);
}
