/** What a program takes of Tofino 1. */
export interface Fit {
  readonly program: string;
  /** Match-action stages of each direction; Tofino 1 has 12. */
  readonly ingressStages: number;
  readonly egressStages: number;
  /** Registers, each with a stateful ALU of its own. */
  readonly statefulAlus: number;
  /** Blocks of 128 kbit. */
  readonly sramBlocks: number;
  /** Blocks of 512 by 44 bits. */
  readonly tcamBlocks: number;
  /** Bits of packet header vector in use, of 4,096. */
  readonly phvBits: number;
}

/** The files of p4c's Tofino backend that tell of a program's layout. */
export interface Layout {
  /** `pipe/NAME.bfa`, the assembly. */
  readonly assembly: string;
  /** `pipe/logs/mau.resources.log` */
  readonly resources: string;
  /** The last `pipe/logs/phv_allocation_summary_N.log` */
  readonly headerVector: string;
}

/** Reads what a program takes out of the compiler's own files. */
export function readFit(program: string, { assembly, resources, headerVector }: Layout): Fit {
  return {
    program,
    ingressStages: stagesOf(assembly, "ingress"),
    egressStages: stagesOf(assembly, "egress"),
    statefulAlus: [...assembly.matchAll(/^ {2}stateful /gm)].length,
    sramBlocks: total(resources, "SRAM"),
    tcamBlocks: total(resources, "TCAM"),
    phvBits: Number(/Overall PHV Usage[^|]*\|[^|]*\|\s*(\d+)/.exec(headerVector)?.[1] ?? Number.NaN),
  };
}

/** The assembly has one heading for each stage in use. */
function stagesOf(assembly: string, gress: "ingress" | "egress"): number {
  const stages = [...assembly.matchAll(/^stage (\d+) (ingress|egress):/gm)]
    .filter((heading) => heading[2] === gress)
    .map((heading) => Number(heading[1]) + 1);
  return Math.max(0, ...stages);
}

/** The first table of the log has a column for each resource, and a line of totals. */
function total(resources: string, column: string): number {
  const lines = resources.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const heading = lines.find((cells) => cells.includes("Stage Number"));
  const totals = lines.find((cells) => cells.includes("Totals"));
  return Number(totals?.[heading?.indexOf(column) ?? -1] ?? Number.NaN);
}
