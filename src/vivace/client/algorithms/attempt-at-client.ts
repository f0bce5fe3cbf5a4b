import { nextValue } from "../../protocol/index.js";
import type { Session, Steps } from "../session.js";
import { type Attempt, type AttemptSteps, refusal } from "./execute.js";

/** The two halves in which Algorithms 2 and 3 differ; both can be aborted by newer order timestamps. */
export interface OrderedAccess {
  /** Takes the order timestamp at a majority; the newest value, or undefined when aborted. */
  obtain(session: Session, ots: bigint): Steps<Obtained | undefined>;
  /** Makes a value the object's under the order timestamp; false when aborted. */
  install(session: Session, ots: bigint, value: Uint8Array): Steps<boolean>;
}

/** The newest value; without bytes when there is none yet. */
export interface Obtained {
  readonly value: Uint8Array | undefined;
}

/** An attempt as printed in Algorithms 2 and 3: the client fetches the value, runs the command, and stores the value. */
export function attemptAtClient(access: OrderedAccess): AttemptSteps {
  return function* (session, { command, argument }, ots, attempts) {
    const obtained = yield* access.obtain(session, ots);
    if (obtained === undefined) return undefined;
    const stamps = attempts.map((attempt) => attempt.ots);
    const next = nextValue(obtained.value, { command, argument, ots, attempts: stamps });
    switch (next.kind) {
      case "unsure":
        throw refusal(session, attempts, "VIVACE-UNKNOWN");
      case "threw":
        throw refusal(session, attempts, "VIVACE-COMMAND", next.reason);
      case "too large":
        throw refusal(session, attempts, "VIVACE-TOO-LARGE");
      case "not RMW":
        throw refusal(session, attempts, "VIVACE-NOT-RMW");
      case "ran":
        attempts.push({ ots, result: next.result });
    }
    const isInstalled = yield* access.install(session, ots, next.value);
    return isInstalled ? attemptOf(attempts, next.kind === "earlier" ? next.attempt : ots) : undefined;
  };
}

/** The attempt with an order timestamp. */
export function attemptOf(attempts: readonly Attempt[], ots: bigint): Attempt | undefined {
  return attempts.find((attempt) => attempt.ots === ots);
}
