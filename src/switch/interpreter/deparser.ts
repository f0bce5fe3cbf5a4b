import { toHex } from "../../base/index.js";
import { calculate, writeHeader } from "../calculate.js";
import type { EngineEnvironment } from "../forwarding/engine.js";
import type { Packet } from "../forwarding/packet.js";
import { headerBytes, isValid, writeField } from "../phv/access.js";
import { BitWriter } from "../phv/bits.js";
import { countIn } from "../state/stages.js";
import { traced } from "../trace/changes.js";
import { holds } from "./expressions.js";

function updateChecksums(environment: EngineEnvironment, packet: Packet): void {
  const { program } = environment.state;
  const context = { environment, packet, phv: packet.phv, parameters: [], bitPosition: 0 };
  for (const { target, calculation, condition } of program.updatedChecksums) {
    if (condition !== undefined && !holds(condition, context)) continue;
    const value = calculate(environment.state, calculation, packet);
    writeField(packet.phv, target, value);
    environment.observe?.(packet, { kind: "updateChecksum", field: target.name, value: traced(value) });
  }
}

/** Updates checksums and puts valid headers in front of the payload. */
export function deparsePacket(environment: EngineEnvironment, packet: Packet): Uint8Array {
  updateChecksums(environment, packet);
  countIn(environment.state.stages.deparsed, 0);
  const { phv } = packet;
  const headers = environment.state.program.deparser.filter((header) => isValid(phv, header));
  const length = headers.reduce((sum, header) => sum + headerBytes(phv, header), 0);
  const payload = packet.bytes.subarray(packet.payloadOffset);
  const writer = new BitWriter(new Uint8Array(length + payload.length));
  for (const header of headers) writeHeader(writer, phv, header);
  writer.append(payload);
  const bytes = writer.bytes.subarray(0, Math.min(writer.bytes.length, packet.truncatedLength));
  const names = headers.map(({ name }) => name);
  environment.observe?.(packet, { kind: "deparse", headers: names, bytes: toHex(bytes) });
  return bytes;
}
