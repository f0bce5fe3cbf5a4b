import type { Fabric } from "../fabric/model.js";
import type { HostRules } from "./host-rules.js";
import { keepersOf, layoutOf } from "./layout.js";
import { hasMajorities, type Membership, reachableServers } from "./membership.js";
import type { ServerWatch } from "./server-watch.js";
import type { ViewTiming } from "./timing.js";

/** What is known of the log servers now. */
export interface ServerSituation {
  /** With the layout in force. */
  readonly fabric: Fabric;
  readonly rules: HostRules;
  readonly servers: ServerWatch;
  readonly membership: Membership;
  readonly nowUs: number;
  /** How much longer than usual an answer is waited for. */
  readonly patience: number;
  /** When the view began, or was found: whoever is in it was there then. */
  readonly viewSinceUs: number;
  readonly timing: ViewTiming;
}

/** Why the log servers of a view should be others. */
export interface ServerChange {
  readonly reason: string;
  /** A server that does not answer: nothing shall be forwarded to it. */
  readonly suspect?: string;
}

/**
 * Looks for a member that is silent or fenced off, and for one that is back; undefined when all is as it should be. Those
 * who came too late for a view are taken in when it has lasted a while, so that one more view takes all of them in.
 */
export function serverChange(situation: ServerSituation): ServerChange | undefined {
  const { fabric, rules, servers, membership, nowUs, patience, viewSinceUs, timing } = situation;
  const isNew = nowUs - viewSinceUs <= patience * timing.serverSilentUs;
  const answers = (name: string) =>
    rules.fenceOf(name)?.byHand !== true && (isNew || servers.answers(name, nowUs, patience));
  // Without majorities there is nothing that a new view could do better.
  if (!hasMajorities(layoutOf(fabric), membership.servers.filter(answers))) return undefined;
  const silent = membership.servers.find((name) => !answers(name));
  if (silent !== undefined) {
    return rules.fenceOf(silent) === undefined
      ? { reason: `${silent} does not answer`, suspect: silent }
      : { reason: `${silent} is fenced off` };
  }
  if (nowUs - viewSinceUs < timing.joinUs) return undefined;
  const keepers = keepersOf(fabric);
  const others = reachableServers(
    fabric,
    membership.switches,
    (name) => keepers.has(name) && !membership.servers.includes(name) && rules.admits(name, layoutOf(fabric)),
  );
  const back = others.find((name) => servers.answeringForUs(name, nowUs) >= timing.joinUs);
  return back === undefined ? undefined : { reason: `${back} is back` };
}

/** The servers that were only suspected, and have answered for a while. */
export function forgiven({ rules, servers, nowUs, timing }: ServerSituation): readonly string[] {
  return rules.all
    .filter(({ fence }) => fence !== undefined && !fence.byHand)
    .map(({ host }) => host.name)
    .filter((name) => servers.answeringForUs(name, nowUs) >= timing.joinUs);
}
