import { CodedError, type Diagnostic } from "../../src/base/index.js";
import { checkAddresses } from "../fabric/checks/addresses.js";
import { checkNames } from "../fabric/checks/names.js";
import { checkPorts } from "../fabric/checks/ports.js";
import { fabricDocument } from "../fabric/document.js";
import type { Fabric } from "../fabric/model.js";
import type { FabricDocument } from "../fabric/schema.js";
import { planFabric } from "../plan/plan.js";
import { unionOf } from "./union.js";

/** Why a running fabric cannot become another. */
export type FabricChangeCode =
  | "FABRIC-CHANGE-STRIPES"
  | "FABRIC-CHANGE-KEPT"
  | "FABRIC-CHANGE-IN-USE"
  | "FABRIC-CHANGE-API";

/**
 * Refuses a fabric that a running one cannot become, with everything that is in the way.
 *
 * @throws CodedError `FABRIC-CHANGE-STRIPES` for another number of stripes, `FABRIC-CHANGE-KEPT` where something stays
 * and is described otherwise, `FABRIC-CHANGE-IN-USE` where something new wants the port, address or name of what has not
 * left yet, `FABRIC-CHANGE-API` when the host leaves through which the REST API appends, `PLAN-LIMIT` when the switch
 * program has no room for it
 */
export function checkChange(from: Fabric, wanted: Fabric): void {
  const [first, ...rest] = [...stripes(from, wanted), ...kept(from, wanted), ...api(from, wanted)];
  if (first !== undefined) throw new CodedError(first, ...rest);
  const [clash, ...others] = clashes(from, wanted);
  if (clash !== undefined) throw new CodedError(clash, ...others);
  planFabric(unionOf(from, wanted), 1);
}

function fault(code: FabricChangeCode, message: string, help: string): Diagnostic {
  return { code, message, help };
}

/** The low bits of an index say who keeps it: with other stripes, every entry would be somewhere else. */
function stripes(from: Fabric, wanted: Fabric): readonly Diagnostic[] {
  const [before, after] = [from.stripes.length, wanted.stripes.length];
  if (before === after) return [];
  const message = `the log has ${before} stripes, the file ${after}`;
  return [fault("FABRIC-CHANGE-STRIPES", message, "Keep `stripes.count`: it is chosen once for a log.")];
}

/** Racks, switches, hosts and links that both have must be the same in both. */
function kept(from: Fabric, wanted: Fabric): readonly Diagnostic[] {
  const [before, after] = [fabricDocument(from), fabricDocument(wanted)];
  const help = "Take it out with one change and put it back with the next, or give the new one another name.";
  return [
    ...differing("rack", before.racks, after.racks, ({ name }) => name),
    ...differing("switch", before.switches, after.switches, ({ name }) => name),
    ...differing("host", before.hosts, after.hosts, ({ name }) => name),
    ...differing("link", before.links.map(inOrder), after.links.map(inOrder), ({ a, b }) => `${a}-${b}`),
  ].map((message) => fault("FABRIC-CHANGE-KEPT", message, help));
}

type LinkDocument = FabricDocument["links"][number];

/** The same cable, whichever end a file names first. */
function inOrder(link: LinkDocument): LinkDocument {
  const [a = "", b = ""] = [link.a, link.b].toSorted();
  return { ...link, a, b };
}

function differing<Item extends object>(
  what: string,
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): readonly string[] {
  const wanted = new Map(after.map((item) => [nameOf(item), new Map(Object.entries(item))]));
  return before.flatMap((item) => {
    const to = wanted.get(nameOf(item));
    if (to === undefined) return [];
    const old = new Map(Object.entries(item));
    const keys = [...new Set([...old.keys(), ...to.keys()])].filter((key) => old.get(key) !== to.get(key));
    return keys.map((key) => {
      const [was, is] = [old.get(key), to.get(key)].map((value) => value ?? "nothing");
      return `the ${what} ${nameOf(item)} stays, and its ${key} would change from ${was} to ${is}`;
    });
  });
}

/** The REST API of a running fabric appends through one host. */
function api(from: Fabric, wanted: Fabric): readonly Diagnostic[] {
  const host = from.hosts.find(({ role }) => role === "api");
  if (host === undefined || wanted.hosts.some(({ name }) => name === host.name)) return [];
  const message = `the REST API appends through the host ${host.name}, which would leave`;
  return [fault("FABRIC-CHANGE-API", message, "Keep it; to change it, stop the fabric and start it anew.")];
}

/** What leaves is there until everything new serves: for that time nobody can share anything with it. */
function clashes(from: Fabric, wanted: Fabric): readonly Diagnostic[] {
  const both = fabricDocument(unionOf(wanted, { ...from, replicaSets: [], stripes: [] }));
  const help =
    "Choose another, or change the fabric twice: first without what leaves, then with what is new.";
  const findings = [checkNames, checkAddresses, checkPorts].flatMap((check) => check(both));
  return findings.map(({ message }) =>
    fault("FABRIC-CHANGE-IN-USE", `${message} until the change is done`, help),
  );
}
