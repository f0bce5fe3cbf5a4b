import type { LinkDisturbance } from "../network/conditions.js";

/**
 * Strikes at the worst moment: when a node has sent so many messages of a kind since `fromUs`, its victims crash, each
 * for a while. All of them are back at `untilUs`.
 */
export interface Ambush {
  readonly kind: "ambush";
  readonly node: string;
  readonly message: string;
  readonly count: number;
  readonly victims: readonly { readonly node: string; readonly lastsUs: number }[];
  readonly fromUs: number;
  readonly untilUs: number;
}

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
  | Ambush
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
  /** Lies in ambush, or no more. Only where ambushes are planned. */
  ambush?(ambush: Ambush, armed: boolean): void;
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
    case "ambush": {
      const victims = fault.victims.map(({ node, lastsUs }) => `${node} for ${lastsUs} us`).join(", ");
      return `${span} after ${fault.count} ${fault.message} of ${fault.node} crash ${victims}`;
    }
    case "clockJump":
      return `${span} clock of ${fault.node} jumps by ${fault.byUs} us`;
    default:
      return `${span} ${kind} ${fault.node}`;
  }
}
