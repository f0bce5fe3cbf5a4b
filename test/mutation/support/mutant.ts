/** What has to notice a fault; none of it needs a referee. */
export type Check =
  /** The packet script of this program fails. */
  | { readonly kind: "packets"; readonly program: string }
  /** A text that is made of this program is not the one that is kept. */
  | { readonly kind: "text"; readonly artifact: Artifact; readonly program: string };

/** The texts of a program that are compared with kept ones. */
export type Artifact = "v1model.p4" | "tna.p4" | "p4info.txtpb" | "bmv2.json";

/** A fault: in one place of one compiled file, other text. */
export interface Mutant {
  readonly name: string;
  /** Below build/src, without `.js`. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly from: string;
  readonly to: string;
  readonly check: Check;
}

/** A list of mutants, one line each: what is wrong, where, what stands there, what stands there then, what notices it. */
export type MutantRow = readonly [name: string, file: string, from: string, to: string, check: Check];

export function mutantsOf(rows: readonly MutantRow[]): readonly Mutant[] {
  return rows.map(([name, file, from, to, check]) => ({ name, file, from, to, check }));
}

export function packets(program: string): Check {
  return { kind: "packets", program };
}

export function p4(program: string): Check {
  return { kind: "text", artifact: "v1model.p4", program };
}

export function tna(program: string): Check {
  return { kind: "text", artifact: "tna.p4", program };
}

export function p4Info(program: string): Check {
  return { kind: "text", artifact: "p4info.txtpb", program };
}

export function json(program: string): Check {
  return { kind: "text", artifact: "bmv2.json", program };
}
