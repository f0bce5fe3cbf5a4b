import type { Entity } from "p4runtime-js-grpc/values";
import { assert, CodedError } from "../../src/base/index.js";
import type { Fabric, FabricSwitch } from "../fabric/model.js";
import { switchContext } from "./context.js";
import { thisSwitch } from "./entries.js";
import { type ProgramLimits, torLimits } from "./limits.js";
import { classEntries, portEntries } from "./ports.js";
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
  /** In the order of the fabric file. */
  readonly switches: readonly SwitchPlan[];
  /** Names of the switches as the token visits them; it is started at the first. */
  readonly ring: readonly string[];
}

/**
 * Works out the table entries and multicast groups of every switch.
 *
 * @throws CodedError `PLAN-LIMIT` when the fabric asks for more than the program was built for.
 */
export function planFabric(fabric: Fabric, view: number, limits: ProgramLimits = torLimits): FabricPlan {
  assert(Number.isInteger(view) && view > 0 && view < 2 ** 32, "a view is a number from 1, of 32 bits");
  checkLimits(fabric, limits);
  return {
    view,
    stripeCount: fabric.stripes.length,
    switches: fabric.switches.map((self) => planSwitch(fabric, self, view)),
    ring: fabric.ring.members.map((member) => member.switch),
  };
}

function planSwitch(fabric: Fabric, self: FabricSwitch, view: number): SwitchPlan {
  const context = switchContext(fabric, self, view);
  const entities = [
    thisSwitch(view, self.ip, self.mac),
    ...tokenEntries(context),
    ...replicaSetEntries(context),
    ...readEntries(context),
    ...stripeEntries(context),
    ...routeEntries(context),
    ...classEntries(context),
    ...portEntries(context),
  ];
  return { switch: self.name, address: self.ip, entities, lanes: lanesOf(fabric, self.name) };
}

function checkLimits(fabric: Fabric, limits: ProgramLimits): void {
  const lanes = Math.max(...fabric.switches.map(({ name }) => lanesOf(fabric, name).length));
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
