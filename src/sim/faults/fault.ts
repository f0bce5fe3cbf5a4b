import type { LinkDisturbance } from "../network/conditions.js";

/** One thing that goes wrong for a while. Names are those of the world's nodes and cables; times are true time. */
export type Fault =
  | {
      readonly kind: "disturb";
      readonly link: string;
      readonly disturbance: LinkDisturbance;
      readonly fromUs: number;
      readonly untilUs: number;
    }
  | {
      readonly kind: "cut";
      readonly links: readonly string[];
      readonly fromUs: number;
      readonly untilUs: number;
    }
  | { readonly kind: "crash"; readonly node: string; readonly fromUs: number; readonly untilUs: number }
  | { readonly kind: "pause"; readonly node: string; readonly fromUs: number; readonly untilUs: number }
  | { readonly kind: "visit"; readonly node: string; readonly fromUs: number; readonly untilUs: number }
  | {
      readonly kind: "slowDisk";
      readonly node: string;
      readonly slowness: number;
      readonly fromUs: number;
      readonly untilUs: number;
    }
  | { readonly kind: "clockJump"; readonly node: string; readonly byUs: number; readonly fromUs: number };

/** What a world lets faults do to it. Each begins and ends; two of a kind never overlap on the same thing. */
export interface FaultTarget {
  /** Disturbs a cable; without a disturbance it is as it was built. */
  disturb(link: string, disturbance: LinkDisturbance | undefined): void;
  cut(link: string, cut: boolean): void;
  crash(node: string): void;
  restart(node: string): void;
  pause(node: string): void;
  resume(node: string): void;
  slowDisk(node: string, slowness: number): void;
  jumpClock(node: string, byUs: number): void;
}

/** One line about a fault, for transcripts and reports. */
export function describeFault(fault: Fault): string {
  const { kind, fromUs } = fault;
  const span = "untilUs" in fault ? `${fromUs}–${fault.untilUs} us` : `${fromUs} us`;
  switch (kind) {
    case "disturb":
      return `${span} disturb ${fault.link} ${JSON.stringify(fault.disturbance)}`;
    case "cut":
      return `${span} cut ${fault.links.join(" ")}`;
    case "slowDisk":
      return `${span} slow disk ${fault.node} ×${fault.slowness}`;
    case "clockJump":
      return `${span} clock of ${fault.node} jumps by ${fault.byUs} us`;
    default:
      return `${span} ${kind} ${fault.node}`;
  }
}
