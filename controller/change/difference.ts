import type { Fabric, Link, PortOfSwitch } from "../fabric/model.js";
import { formatPort } from "../fabric/references.js";
import { movedStripes } from "../view/moved.js";

/** Names that come and go, each in the order of its file. */
export interface Exchange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** A replica set that is not what it was; absent servers: there was, or will be, no set of this name. */
export interface ReplicaSetChange {
  readonly name: string;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}

/** What one fabric has and another has not. */
export interface FabricDifference {
  readonly racks: Exchange;
  readonly switches: Exchange;
  readonly hosts: Exchange;
  /** Links as `s1/17-s2/17`. */
  readonly links: Exchange;
  readonly replicaSets: readonly ReplicaSetChange[];
  /** Stripes whose entries other log servers are to keep. */
  readonly movedStripes: readonly number[];
}

/** What would have to be done to make one fabric another. */
export function differenceOf(from: Fabric, to: Fabric): FabricDifference {
  return {
    racks: exchange(names(from.racks), names(to.racks)),
    switches: exchange(names(from.switches), names(to.switches)),
    hosts: exchange(names(from.hosts), names(to.hosts)),
    links: exchange(from.links.map(nameOfLink), to.links.map(nameOfLink)),
    replicaSets: changedSets(from, to),
    movedStripes: movedStripes(from, to),
  };
}

/** Whether two files say the same. */
export function isSameFabric(left: Fabric, right: Fabric): boolean {
  return textOf(left) === textOf(right);
}

/** The two ends of a link, in an order that does not depend on which of them a file names first. */
export function endsOfLink({ a, b }: Link): readonly [PortOfSwitch, PortOfSwitch] {
  return formatPort(a) < formatPort(b) ? [a, b] : [b, a];
}

/** A link by its two ends: `s1/17-s2/17`. */
export function nameOfLink(link: Link): string {
  return endsOfLink(link).map(formatPort).join("-");
}

function names(items: readonly { readonly name: string }[]): readonly string[] {
  return items.map(({ name }) => name);
}

function exchange(from: readonly string[], to: readonly string[]): Exchange {
  return {
    added: to.filter((name) => !from.includes(name)),
    removed: from.filter((name) => !to.includes(name)),
  };
}

function changedSets(from: Fabric, to: Fabric): readonly ReplicaSetChange[] {
  const all = [...new Set([...names(from.replicaSets), ...names(to.replicaSets)])];
  return all.flatMap((name): ReplicaSetChange[] => {
    const [before, after] = [from, to].map(
      ({ replicaSets }) => replicaSets.find((set) => set.name === name)?.servers,
    );
    if (before?.join() === after?.join()) return [];
    return [{ name, ...(before && { from: before }), ...(after && { to: after }) }];
  });
}

function textOf(fabric: Fabric): string {
  return JSON.stringify(fabric, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}
