import { randomFraction } from "../../../base/index.js";
import { type Command, type CommandOutcome, decodeRmwValue, encodeRmwValue } from "../../protocol/index.js";
import { valueBytesMax } from "../limits.js";
import type { Session, Steps } from "../session.js";
import { vivaceError } from "../vivace-error.js";

/** A command and its argument. */
export interface Call {
  readonly command: Command;
  readonly argument: Uint8Array;
}

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

/** An attempt whose end is not known: aborted attempts may take effect (paper §2). */
interface Attempt {
  readonly ots: bigint;
  readonly result: Uint8Array;
}

/**
 * `execute(key, command)` of Algorithms 2 and 3, tried again with random back-off when aborted, until its effect has
 * happened once. Every value names the commands that made it. An attempt that is not in the value of a later one never
 * will be, since the later order timestamp is taken at a majority. One that is there has taken effect only when a
 * majority has that value: it is installed as it is under the later order timestamp.
 */
export function* execute(session: Session, access: OrderedAccess, call: Call): Steps<Uint8Array> {
  const attempts: Attempt[] = [];
  for (let limitUs = session.config.backOff.initialUs; ; limitUs *= 2) {
    const ots = session.newTimestamp();
    const obtained = yield* access.obtain(session, ots);
    if (obtained !== undefined) {
      const { attempt, value } = next(session, call, ots, obtained, attempts);
      if (yield* access.install(session, ots, value)) return attempt.result;
    }
    yield* session.pause(randomFraction(session.random) * Math.min(limitUs, session.config.backOff.maxUs));
  }
}

/** What to install: the newest value if one of the attempts is in it, else what the command makes of it. */
function next(
  session: Session,
  call: Call,
  ots: bigint,
  obtained: Obtained,
  attempts: Attempt[],
): { readonly attempt: Attempt; readonly value: Uint8Array } {
  const { state, applied } = decodeRmwValue(obtained.value);
  const earlier = attempts.find((attempt) => applied.verdict(attempt.ots) === "accepted");
  if (earlier !== undefined && obtained.value !== undefined)
    return { attempt: earlier, value: obtained.value };
  if (attempts.some((attempt) => applied.verdict(attempt.ots) === "unsure")) {
    throw vivaceError("VIVACE-UNKNOWN", session.what);
  }
  const outcome = run(session, call, state);
  applied.add(ots);
  const attempt = { ots, result: outcome.result };
  attempts.push(attempt);
  return { attempt, value: encodeRmwValue(outcome.state, applied) };
}

/** Runs a command, which is somebody else's code. */
function run(session: Session, { command, argument }: Call, state: Uint8Array | undefined): CommandOutcome {
  const outcome = guarded(session, () => command(state, argument));
  if (outcome.state.length > valueBytesMax) throw vivaceError("VIVACE-TOO-LARGE", session.what);
  return outcome;
}

function guarded(session: Session, call: () => CommandOutcome): CommandOutcome {
  try {
    return call();
  } catch (error) {
    const reason = error instanceof Error ? `: ${error.message}` : "";
    throw vivaceError("VIVACE-COMMAND", `${session.what}${reason}`);
  }
}
