import type { Entity, MeterConfig } from "p4runtime-js-grpc/values";
import { markKind } from "../../src/programs/dscp/marks.js";
import { dscp } from "../../src/programs/index.js";

/** A header in which packets claim their class. */
export type Mark = Exclude<keyof typeof markKind, "none">;

/** What a port of a site-edge switch may claim. */
export interface EdgePort {
  readonly port: number;
  /** The mark that is believed; absent: none, packets are re-marked to best effort. */
  readonly trust?: Mark;
  /** The most that the port may send above best effort; what is more goes as best effort. */
  readonly police?: { readonly bytesPerSecond: number; readonly burstBytes: number };
}

/** A traffic class: the marks that ask for it. */
export interface EdgeClass {
  readonly mark: Mark;
  readonly values: readonly number[];
  /** Its queue, from 0, the lowest, to 7. */
  readonly queue: number;
}

/** Where an IPv4 network lies. */
export interface EdgeRoute {
  readonly address: number;
  readonly prefixLength: number;
  readonly port: number;
  readonly mac: bigint;
}

/** What a site-edge switch is to do. */
export interface SiteEdge {
  readonly ports: readonly EdgePort[];
  readonly classes: readonly EdgeClass[];
  readonly routes: readonly EdgeRoute[];
}

const { tables, actions, meters } = dscp;
const valueMax: Readonly<Record<Mark, number>> = { dscp: 63, pcp: 7, exp: 7 };

/** What helps against a `classFault`. */
export const classHelp = "DSCP has values to 63, PCP and EXP have values to 7, each in one class.";

/** Why a class cannot stand beside others, or undefined. */
export function classFault(others: readonly EdgeClass[], { mark, values }: EdgeClass): string | undefined {
  const tooGreat = values.find((value) => value > valueMax[mark]);
  if (tooGreat !== undefined) return `${mark} has no value ${tooGreat}`;
  const taken = others.filter((other) => other.mark === mark).flatMap((other) => other.values);
  const twice = values.find((value, at) => taken.includes(value) || values.indexOf(value) !== at);
  return twice === undefined ? undefined : `${mark} ${twice} is in two classes`;
}

/**
 * The entries of the site-edge program (`p4/dscp`), made by the program itself: a wrong name or a value of the wrong
 * kind does not compile. Entries of tables are to be inserted, those of meters modified.
 */
export function siteEdgeEntries({ ports, classes, routes }: SiteEdge): readonly Entity[] {
  return [
    ...ports.flatMap(({ port, trust }) =>
      trust === undefined
        ? []
        : [tables.port_trust.entry({ ingress_port: port }, actions.believe({ mark: markKind[trust] }))],
    ),
    ...ports.flatMap(({ port, police }) =>
      police === undefined ? [] : [meters.priority_meter.entry(port, meterOf(police))],
    ),
    ...classes.flatMap(({ mark, values, queue }) =>
      values.map((claim) =>
        tables.mark_class.entry({ mark: markKind[mark], claim }, actions.set_class({ traffic_class: queue })),
      ),
    ),
    ...routes.map(({ address, prefixLength, port, mac }) =>
      tables.ipv4_route.entry(
        { dst: { value: address, prefixLength } },
        actions.forward({ port, dst_mac: mac }),
      ),
    ),
  ];
}

/** Above the rate and its burst everything is red. */
function meterOf({ bytesPerSecond, burstBytes }: NonNullable<EdgePort["police"]>): MeterConfig {
  const [rate, burst] = [BigInt(bytesPerSecond), BigInt(burstBytes)];
  return { committedRate: rate, committedBurst: burst, peakRate: rate, peakBurst: burst };
}
