import type { Fabric, Link, Ring, RingMember, RingNeighbour } from "../fabric/model.js";

/** How many steps the search for an unusual ring may take, before a smaller ring is tried. */
const stepsMax = 10_000;

/**
 * A ring over ring links (paper §3.1.2): in the order of the fabric file where links allow it, else in any order, else
 * without the switches that have the fewest links. Undefined when not even two switches are joined.
 */
export function findRing(
  fabric: Fabric,
  links: readonly Link[],
  switches: readonly string[],
): Ring | undefined {
  const ports = ringPorts(links);
  const inOrder = fabric.ring.members
    .map((member) => member.switch)
    .filter((name) => switches.includes(name));
  const order = findOrder(ports, inOrder);
  if (order === undefined) return undefined;
  return {
    members: order.map((_, at) => memberAt(ports, order, at)),
    holdUntilTick: fabric.ring.holdUntilTick,
  };
}

/** From a switch and its neighbour to the port in between. */
type RingPorts = ReadonlyMap<string, ReadonlyMap<string, number>>;

function ringPorts(links: readonly Link[]): RingPorts {
  const ports = new Map<string, Map<string, number>>();
  const add = (from: string, to: string, port: number) => {
    const known = ports.get(from) ?? new Map<string, number>();
    ports.set(from, known.set(to, port));
  };
  for (const { kind, a, b } of links) {
    if (kind !== "ring") continue;
    add(a.switch, b.switch, a.port);
    add(b.switch, a.switch, b.port);
  }
  return ports;
}

function findOrder(ports: RingPorts, names: readonly string[]): readonly string[] | undefined {
  if (names.length < 2) return undefined;
  const whole = search(ports, names);
  if (whole !== undefined) return whole;
  const neighbours = (name: string) => names.filter((other) => ports.get(name)?.has(other) === true).length;
  const loneliest = names.toSorted((left, right) => neighbours(left) - neighbours(right))[0];
  return findOrder(
    ports,
    names.filter((name) => name !== loneliest),
  );
}

/** A closed way over all of `names` that begins with the first of them; earlier names are tried first. */
function search(ports: RingPorts, names: readonly string[]): readonly string[] | undefined {
  const [first] = names;
  if (first === undefined) return undefined;
  const way = [first];
  let steps = 0;
  const extend = (): boolean => {
    const last = way.at(-1) ?? first;
    if (way.length === names.length) return ports.get(last)?.has(first) ?? false;
    for (const next of names) {
      if (way.includes(next) || ports.get(last)?.has(next) !== true) continue;
      steps += 1;
      if (steps > stepsMax) return false;
      way.push(next);
      if (extend()) return true;
      way.pop();
    }
    return false;
  };
  return extend() ? way : undefined;
}

function memberAt(ports: RingPorts, order: readonly string[], at: number): RingMember {
  const name = (place: number) => order[(place + order.length) % order.length] ?? "";
  const neighbour = (to: string): RingNeighbour => ({ switch: to, port: ports.get(name(at))?.get(to) ?? 0 });
  return { switch: name(at), successor: neighbour(name(at + 1)), predecessor: neighbour(name(at - 1)) };
}
