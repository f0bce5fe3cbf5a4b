import { calculate, writeHeader } from "../calculate.js";
import type { EngineEnvironment } from "../forwarding/engine.js";
import type { Packet } from "../forwarding/packet.js";
import { headerBytes, isValid, writeField } from "../phv/access.js";
import { BitWriter } from "../phv/bits.js";
import { holds } from "./expressions.js";

function updateChecksums(environment: EngineEnvironment, packet: Packet): void {
  const { program } = environment.state;
  const context = { environment, packet, phv: packet.phv, parameters: [], bitPosition: 0 };
  for (const { target, calculation, condition } of program.updatedChecksums) {
    if (condition !== undefined && !holds(condition, context)) continue;
    writeField(packet.phv, target, calculate(program.calculations[calculation], packet));
  }
}

/** Updates checksums and puts valid headers in front of the payload. */
export function deparsePacket(environment: EngineEnvironment, packet: Packet): Uint8Array {
  updateChecksums(environment, packet);
  const { phv } = packet;
  const headers = environment.state.program.deparser.filter((header) => isValid(phv, header));
  const length = headers.reduce((sum, header) => sum + headerBytes(phv, header), 0);
  const payload = packet.bytes.subarray(packet.payloadOffset);
  const writer = new BitWriter(new Uint8Array(length + payload.length));
  for (const header of headers) writeHeader(writer, phv, header);
  writer.append(payload);
  return writer.bytes.subarray(0, Math.min(writer.bytes.length, packet.truncatedLength));
}
