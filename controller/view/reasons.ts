import { viewDistance } from "../../src/ringworld/index.js";
import type { HostRules } from "./host-rules.js";
import type { Pace } from "./pace.js";
import { forgiven, serverChange } from "./server-changes.js";
import type { ServerWatch } from "./server-watch.js";
import type { Serving } from "./serving.js";
import type { SwitchWatch } from "./switch-watch.js";
import type { ViewTiming } from "./timing.js";

/** What a controller that serves a view looks at, to see whether it is still as good as any. */
export interface Situation {
  readonly serving: Serving;
  readonly rules: HostRules;
  readonly switches: SwitchWatch;
  readonly servers: ServerWatch;
  readonly timing: ViewTiming;
  readonly nowUs: number;
  readonly pace: Pace;
  /** When the fabric file was changed. */
  readonly changedUs: number;
  /** A switch has to be told what is ruled for its hosts. */
  renew(switchName: string): void;
}

/** Why there must be a new view; undefined when this one is as good as any. Suspects are fenced off, and forgiven. */
export function reasonToChange(situation: Situation): string | undefined {
  const { serving, switches, servers, nowUs, timing } = situation;
  const { silent, problem } = serving.watch.look(nowUs);
  switches.fellSilent(silent);
  if (problem !== "") return problem;
  if (silent.length > 0) return `${silent.join(", ")} does not answer`;
  if (viewDistance(serving.view, servers.promisedView) > 0) return "a newer view was promised";
  const change = switches.change(serving.membership, serving.mark, nowUs, timing.joinUs);
  return change ?? serversChanged(situation) ?? fileChanged(situation);
}

function serversChanged(situation: Situation): string | undefined {
  const { serving, rules, servers, nowUs, pace, timing, renew } = situation;
  const { fabric, membership } = serving;
  const { patience, viewSinceUs } = pace;
  const look = { fabric, rules, servers, membership, nowUs, patience, viewSinceUs, timing };
  for (const name of forgiven(look)) renew(rules.lift(name));
  const change = serverChange(look);
  if (change?.suspect !== undefined) {
    rules.fence(change.suspect, { byHand: false, reason: change.reason });
  }
  return change?.reason;
}

/** New switches are given a while to come, so that one new view takes all of them in. */
function fileChanged(situation: Situation): string | undefined {
  const { serving, switches, nowUs, changedUs, timing, pace } = situation;
  const isEverybodyHere = switches.areAllConnected || nowUs - changedUs > timing.startUs;
  if (!serving.isCurrent) return isEverybodyHere ? "the fabric file was changed" : undefined;
  if (!pace.mayMove(nowUs)) return undefined;
  if (serving.isMoveOver) return "a log server that is to keep stripes has promised another view";
  return serving.isReadyToMove(BigInt(timing.moveRest)) ? "the log moves" : undefined;
}
