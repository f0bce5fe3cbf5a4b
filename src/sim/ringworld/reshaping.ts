import { assert } from "../../base/index.js";
import { type Fabric, fabricOfView } from "./controller-logic.js";

/** How the fabric of a world changes while clients are busy. */
export type ReshapingKind =
  /** A log server takes the place of another, which leaves. */
  | "replaceServer"
  /** A replica set more, over log servers that were not there. */
  | "addSet"
  /** A replica set less; its log servers leave. */
  | "removeSet"
  | "addRack"
  | "removeRack"
  /** Other log servers take the place of all, and those leave. */
  | "replaceAll"
  /** Other log servers take the place of all, and those stay in the file. */
  | "moveAway"
  /** Every replica set gets other members, and the old ones back. */
  | "moveAround";

export const reshapingKinds: readonly ReshapingKind[] = [
  "replaceServer",
  "addSet",
  "removeSet",
  "addRack",
  "removeRack",
  "replaceAll",
  "moveAway",
  "moveAround",
];

/** A change of the fabric under load. */
export interface Reshaping {
  readonly kind: ReshapingKind;
  /** When the second file takes the place of the first. Each one that follows waits until the last is in force. */
  readonly fromUs: number;
}

const setSize = 3;

/**
 * The fabric files of a world, one after the other. Machines are those of `whole`. What leaves is in no replica set
 * first, and then not in the file.
 */
export function filesOf(whole: Fabric, kind: ReshapingKind | undefined): readonly Fabric[] {
  if (kind === undefined) return [whole];
  const all = serversInTurn(whole);
  const some = all.slice(0, -setSize);
  const [left = "", spare = ""] = [all[0], all.at(-1)];
  const racksLess = () => withoutLastRack(whole);
  const half = Math.floor(all.length / 2 / setSize) * setSize;
  switch (whole.switches.length < setSize && kind.endsWith("Rack") ? "replaceServer" : kind) {
    case "replaceServer": {
      const before = withSets(without(whole, [spare]), some);
      const after = withSets(whole, [spare, ...some.slice(1)]);
      return [before, after, without(after, [left])];
    }
    case "addSet":
      return [withSets(without(whole, all.slice(-setSize)), some), withSets(whole, all)];
    case "removeSet": {
      const after = withSets(whole, some);
      return [withSets(whole, all), after, without(after, all.slice(-setSize))];
    }
    case "addRack":
      return [withSets(racksLess(), serversInTurn(racksLess())), withSets(whole, all)];
    case "removeRack": {
      const servers = serversInTurn(racksLess());
      return [withSets(whole, all), withSets(whole, servers), withSets(racksLess(), servers)];
    }
    case "replaceAll": {
      const after = withSets(whole, all.slice(half));
      return [withSets(whole, all.slice(0, half)), after, without(after, all.slice(0, half))];
    }
    case "moveAway":
      return [withSets(whole, all.slice(0, half)), withSets(whole, all.slice(half))];
    case "moveAround": {
      const before = withSets(whole, some);
      return [before, withSets(whole, [...all.slice(2), ...all.slice(0, 2)]), before];
    }
  }
}

/** The log servers of a fabric: the first of each rack, then the second of each. */
function serversInTurn({ racks, hosts }: Fabric): readonly string[] {
  const perRack = racks.map(({ name }) =>
    hosts.filter(({ rack, role }) => rack === name && role === "log-server").map((host) => host.name),
  );
  const longest = Math.max(...perRack.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => perRack.flatMap((names) => names[at] ?? [])).flat();
}

/** Replica sets of three that follow each other; stripes go round the ring, and the sets move on by one after every lap. */
function withSets(fabric: Fabric, servers: readonly string[]): Fabric {
  const count = Math.floor(servers.length / setSize);
  assert(count > 0, "there are log servers for a replica set");
  const replicaSets = Array.from({ length: count }, (_, number) => ({
    name: `set-${number}`,
    number,
    servers: servers.slice(number * setSize, (number + 1) * setSize),
  }));
  const leaders = fabric.ring.members.map((member) => member.switch);
  const stripes = fabric.stripes.map((_, stripe) => {
    const lap = Math.floor(stripe / leaders.length);
    return { leader: leaders[stripe % leaders.length] ?? "", replicaSet: (stripe + lap) % count };
  });
  return { ...fabric, replicaSets, stripes };
}

function without(fabric: Fabric, names: readonly string[]): Fabric {
  return { ...fabric, hosts: fabric.hosts.filter(({ name }) => !names.includes(name)) };
}

function withoutLastRack(fabric: Fabric): Fabric {
  const switches = fabric.switches.slice(0, -1).map(({ name }) => name);
  return fabricOfView(fabric, { switches, servers: [] });
}
