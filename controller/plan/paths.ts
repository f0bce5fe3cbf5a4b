import type { Link, PortOfSwitch } from "../fabric/model.js";

/** How to leave a switch for another: the port, the next switch, and the whole delay. */
export interface FirstHop {
  readonly port: number;
  readonly via: string;
  readonly delayUs: number;
}

/** Switches, and the cables between them. */
export interface Graph {
  readonly switches: readonly { readonly name: string }[];
  readonly links: readonly Omit<Link, "loss" | "queueDepth" | "rateBps">[];
}

interface Edge {
  readonly port: number;
  readonly to: string;
  readonly delayUs: number;
}

/** A visited switch costs a little, so that of two ways with the same delay the shorter one wins. */
const hopUs = 1;

/**
 * The shortest paths from one switch to all others over links of kind `fabric` (Dijkstra's algorithm). Between
 * equals, the switch that comes first in the file and then the lower port win, so that the result is always the same.
 */
export function shortestPaths(fabric: Graph, from: string): ReadonlyMap<string, FirstHop> {
  const edges = edgesBySwitch(fabric);
  const best = new Map<string, FirstHop>();
  const open = new Set(fabric.switches.map(({ name }) => name));
  let current: string | undefined = from;
  while (current !== undefined) {
    open.delete(current);
    relax(best.get(current), edges.get(current) ?? [], open, best);
    current = nearest(open, best);
  }
  return best;
}

function relax(
  reached: FirstHop | undefined,
  edges: readonly Edge[],
  open: ReadonlySet<string>,
  best: Map<string, FirstHop>,
): void {
  for (const edge of edges.filter(({ to }) => open.has(to))) {
    const delayUs = (reached?.delayUs ?? 0) + edge.delayUs + hopUs;
    if (delayUs >= (best.get(edge.to)?.delayUs ?? Number.POSITIVE_INFINITY)) continue;
    const first =
      reached === undefined ? { port: edge.port, via: edge.to } : { port: reached.port, via: reached.via };
    best.set(edge.to, { ...first, delayUs });
  }
}

function nearest(open: ReadonlySet<string>, best: ReadonlyMap<string, FirstHop>): string | undefined {
  let found: string | undefined;
  let foundUs = Number.POSITIVE_INFINITY;
  for (const name of open) {
    const delayUs = best.get(name)?.delayUs ?? Number.POSITIVE_INFINITY;
    if (delayUs < foundUs) [found, foundUs] = [name, delayUs];
  }
  return found;
}

function edgesBySwitch(fabric: Graph): ReadonlyMap<string, readonly Edge[]> {
  const edges = new Map<string, Edge[]>(fabric.switches.map(({ name }) => [name, []]));
  const add = (from: PortOfSwitch, to: PortOfSwitch, delayUs: number): void => {
    edges.get(from.switch)?.push({ port: from.port, to: to.switch, delayUs });
  };
  for (const { a, b, kind, delayUs } of fabric.links) {
    if (kind !== "fabric") continue;
    add(a, b, delayUs);
    add(b, a, delayUs);
  }
  for (const list of edges.values()) list.sort((left, right) => left.port - right.port);
  return edges;
}
