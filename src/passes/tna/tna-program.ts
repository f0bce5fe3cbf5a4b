import type {
  Checksum,
  Control,
  Expression,
  HeaderType,
  Parser,
  Program,
  StructType,
} from "../../ir/index.js";

/** What a deparser sends beside the packet, when the control has asked for it. */
export interface DeparserSend {
  readonly extern: "Digest" | "Resubmit";
  /** The name of the extern's instance. */
  readonly name: string;
  /** The intrinsic field that asks, and the number that asks for this one. */
  readonly selector: Expression;
  readonly number: bigint;
  /** What is sent. */
  readonly type: HeaderType | StructType;
  readonly values: readonly Expression[];
}

/** One of the two deparsers of a pipeline. */
export interface Deparser {
  readonly checksums: readonly Checksum[];
  readonly sends: readonly DeparserSend[];
  /** Headers in the order in which they are emitted. */
  readonly emits: readonly Expression[];
}

/** A program as a Tofino pipeline: two parsers, two controls, two deparsers (TNA, tofino1_arch.p4). */
export interface TnaProgram {
  /** Headers, metadata, constants, and the two controls. Its parser is the one of the ingress. */
  readonly program: Program;
  readonly egressParser: Parser;
  readonly ingressDeparser: Deparser;
  readonly egressDeparser: Deparser;
}

/** One step on the way to what TNA knows. Named for what it does. */
export interface TnaPass {
  readonly name: string;
  readonly run: (tna: TnaProgram) => TnaProgram;
}

/** The same pipeline with another ingress and egress. */
export function withControls(
  tna: TnaProgram,
  change: (control: Control, gress: "ingress" | "egress") => Control,
): TnaProgram {
  const { program } = tna;
  const ingress = change(program.ingress, "ingress");
  const egress = change(program.egress, "egress");
  return { ...tna, program: { ...program, ingress, egress } };
}
