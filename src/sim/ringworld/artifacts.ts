import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { emitArtifacts } from "../../emit/index.js";
import { torProgram } from "../../programs/tor/program.js";
import { type TorSizes, torSizes } from "../../programs/tor/sizes.js";

/** What is loaded into a switch of some sizes: P4Info (binary) and the bytes of `bmv2.json`. */
export type ArtifactSource = (sizes: TorSizes) => PipelineConfig;

/** The committed artifact where it has these sizes, and what the same program becomes with others. */
export function torArtifacts(committed: PipelineConfig): ArtifactSource {
  return (sizes) => (sizesName(sizes) === sizesName(torSizes) ? committed : emitted(sizes));
}

/** The same sizes have the same name. */
export function sizesName({ stripeBits, laneBits, windowBits, epochBits, ticketsBits }: TorSizes): string {
  return [stripeBits, laneBits, windowBits, epochBits, ticketsBits].join();
}

function emitted(sizes: TorSizes): PipelineConfig {
  const { p4infoBinary, bmv2Json } = emitArtifacts(torProgram(sizes).ir);
  return { p4info: p4infoBinary, deviceConfig: textBytesOf(bmv2Json) };
}

/** A generated JSON is ASCII. */
function textBytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
