import type { Entity } from "p4runtime-js-grpc/values";
import { assert, CodedError } from "../../src/base/index.js";
import type { Fabric, FabricSwitch } from "../fabric/model.js";
import { switchByName, switchContext } from "./context.js";
import { thisSwitch } from "./entries.js";
import { type ProgramLimits, torLimits } from "./limits.js";
import { classEntries, generatorEntry, portEntries } from "./ports.js";
import { type Lane, lanesOf, readEntries, replicaSetEntries, stripeEntries } from "./replication.js";
import { routeEntries } from "./routes.js";
import { tokenEntries } from "./token.js";

/** What one switch must hold. */
export interface SwitchPlan {
  readonly switch: string;
  /** IPv4 address of the switch. */
  readonly address: number;
  /** What is referred to comes before what refers to it. */
  readonly entities: readonly Entity[];
  readonly lanes: readonly Lane[];
}

/** What every switch of a fabric must hold in one view. */
export interface FabricPlan {
  /** From 1; 0 is the view of a switch that was told nothing. */
  readonly view: number;
  readonly stripeCount: number;
  /** The view hands out indices above this one. */
  readonly start: bigint;
  /** In the order of the fabric file. */
  readonly switches: readonly SwitchPlan[];
  /** Names of the switches as the token visits them; it is started at the first. */
  readonly ring: readonly string[];
}

/** What of a view does not follow from its fabric. */
export interface ViewLayout {
  readonly start: bigint;
  /** Names of the log servers that take entries. */
  readonly members: ReadonlySet<string>;
}

/** The layout of a fabric in which nothing has happened yet and nothing is broken. */
function wholeLayout(fabric: Fabric): ViewLayout {
  return { start: 0n, members: new Set(fabric.replicaSets.flatMap(({ servers }) => servers)) };
}

/**
 * Works out the table entries and multicast groups of every switch.
 *
 * @throws CodedError `PLAN-LIMIT` when the fabric asks for more than the program was built for.
 */
export function planFabric(
  fabric: Fabric,
  view: number,
  limits: ProgramLimits = torLimits,
  layout: ViewLayout = wholeLayout(fabric),
): FabricPlan {
  assert(Number.isInteger(view) && view > 0 && view < 2 ** 32, "a view is a number from 1, of 32 bits");
  checkLimits(fabric, limits);
  return {
    view,
    stripeCount: fabric.stripes.length,
    start: layout.start,
    switches: fabric.switches.map((self) => planSwitch(fabric, self, view, layout)),
    ring: fabric.ring.members.map((member) => member.switch),
  };
}

function planSwitch(fabric: Fabric, self: FabricSwitch, view: number, layout: ViewLayout): SwitchPlan {
  const context = switchContext(fabric, self, view, layout.members);
  const entities = [
    thisSwitch(view, self.ip, self.mac),
    ...tokenEntries(context),
    ...replicaSetEntries(context),
    ...readEntries(context),
    ...stripeEntries(context),
    ...routeEntries(context),
    ...classEntries(context),
    ...portEntries(context),
    generatorEntry(context),
  ];
  return { switch: self.name, address: self.ip, entities, lanes: lanesOf(fabric, self.name, layout.start) };
}

function checkLimits(fabric: Fabric, limits: ProgramLimits): void {
  const lanes = Math.max(...fabric.switches.map(({ name }) => lanesOf(fabric, name, 0n).length));
  const faults = [
    fabric.stripes.length === limits.stripeCount
      ? undefined
      : `the program has ${limits.stripeCount} stripes, the fabric ${fabric.stripes.length}`,
    lanes <= limits.laneCountMax
      ? undefined
      : `a switch leads ${lanes} stripes, the program has lanes for ${limits.laneCountMax}`,
    fabric.replicaSets.length <= limits.replicaSetCountMax
      ? undefined
      : `the fabric has ${fabric.replicaSets.length} replica sets, the program room for ${limits.replicaSetCountMax}`,
  ].filter((fault) => fault !== undefined);
  const [first, ...rest] = faults.map((message) => ({
    code: "PLAN-LIMIT",
    message,
    help: "Change the fabric, or build the program with other parameters.",
  }));
  if (first !== undefined) throw new CodedError(first, ...rest);
}

/**
 * What a switch holds while a view is being made: it carries what goes between the controller and log servers, and
 * knows no view, no hosts that append, and no ring. `alive`: the switches that are there.
 */
export function planPreparation(fabric: Fabric, name: string, alive: readonly string[]): readonly Entity[] {
  const isAlive = (each: string) => alive.includes(each);
  const part: Fabric = {
    ...fabric,
    racks: fabric.racks.filter(({ name: rack }) =>
      fabric.switches.some((each) => each.rack === rack && isAlive(each.name)),
    ),
    links: fabric.links.filter(
      ({ a, b, kind }) => kind === "fabric" && isAlive(a.switch) && isAlive(b.switch),
    ),
    hosts: fabric.hosts.filter(({ role }) => role === "log-server"),
  };
  const self = switchByName(fabric, name);
  const context = switchContext(part, self, 0, new Set());
  return [...routeEntries(context), ...classEntries(context), ...portEntries(context)];
}
