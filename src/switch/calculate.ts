import { assert } from "../base/index.js";
import type { Packet } from "./forwarding/packet.js";
import type { CalculationInput, Field, Header } from "./model/index.js";
import { currentWidth, isValid } from "./phv/access.js";
import { BitWriter } from "./phv/bits.js";
import { readWords } from "./phv/words.js";
import type { SwitchState } from "./state/state.js";

function writeField(writer: BitWriter, phv: Uint32Array, field: Field): void {
  writer.write(readWords(phv, field.offset, field.words), currentWidth(phv, field));
}

/** Appends a header as it would be in a packet. */
export function writeHeader(writer: BitWriter, phv: Uint32Array, header: Header): void {
  for (const field of header.fields) writeField(writer, phv, field);
}

function inputBits(packet: Packet, input: CalculationInput): number {
  switch (input.kind) {
    case "field":
      return input.field.width;
    case "constant":
      return input.width;
    case "header":
      return input.header.fixedBits + (input.header.variableField?.width ?? 0);
    case "payload":
      return (packet.bytes.length - packet.payloadOffset) * 8;
  }
}

function writeInput(writer: BitWriter, packet: Packet, input: CalculationInput): void {
  const { phv } = packet;
  switch (input.kind) {
    case "field":
      if (phv[input.field.validOffset] !== 0) writeField(writer, phv, input.field);
      return;
    case "constant":
      writer.write(input.value, input.width);
      return;
    case "header":
      if (isValid(phv, input.header)) writeHeader(writer, phv, input.header);
      return;
    case "payload":
      // A payload starts on a byte, whatever is in front of it.
      writer.bits = writer.length * 8;
      writer.append(packet.bytes.subarray(packet.payloadOffset));
  }
}

/** Computes a hash or checksum over the fields of a packet. */
export function calculate({ program, hashes }: SwitchState, index: number, packet: Packet): bigint {
  const [calculation, algorithm] = [program.calculations[index], hashes[index]];
  assert(calculation !== undefined && algorithm !== undefined, "calculations are resolved");
  const bits = calculation.inputs.reduce((sum, input) => sum + inputBits(packet, input), 0);
  const writer = new BitWriter(new Uint8Array(Math.ceil(bits / 8) + 1));
  for (const input of calculation.inputs) writeInput(writer, packet, input);
  const { kind, compute } = algorithm;
  return kind === "narrow"
    ? BigInt(compute(writer.bytes, writer.length))
    : compute(writer.bytes, writer.length);
}
