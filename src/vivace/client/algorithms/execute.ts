import { type CodedError, randomFraction } from "../../../base/index.js";
import type { Command } from "../../protocol/index.js";
import type { Session, Steps } from "../session.js";
import { type VivaceErrorCode, vivaceError } from "../vivace-error.js";

/** A command and its argument. */
export interface Call {
  readonly name: string;
  readonly command: Command;
  readonly argument: Uint8Array;
}

/** An attempt whose end is not known: aborted attempts may take effect (paper §2). */
export interface Attempt {
  readonly ots: bigint;
  readonly result: Uint8Array;
}

/**
 * One attempt at a command under an order timestamp; the attempt that has taken effect, or undefined when aborted.
 * What may take effect later it adds to `attempts` before it can.
 */
export type AttemptSteps = (
  session: Session,
  call: Call,
  ots: bigint,
  attempts: Attempt[],
) => Steps<Attempt | undefined>;

/**
 * The error of a command that cannot be run on the newest state. If an earlier attempt is still under way, it may yet
 * take effect: nothing newer is installed that would prevent it.
 */
export function refusal(
  session: Session,
  attempts: readonly Attempt[],
  code: VivaceErrorCode,
  reason = "",
): CodedError {
  if (attempts.length > 0) return vivaceError("VIVACE-UNKNOWN", session.what);
  return vivaceError(code, reason === "" ? session.what : `${session.what}: ${reason}`);
}

/**
 * `execute(key, command)` of Algorithms 2 and 3, tried again with random back-off when aborted, until its effect has
 * happened once. Every value names the commands that made it. An attempt that is not in the value of a later one never
 * will be, since the later order timestamp is taken at a majority. One that is there has taken effect only when a
 * majority has that value: it is installed as it is under the later order timestamp. The attempts take turns in their
 * ways, so that what one of them cannot do does not stop the command.
 */
export function* execute(
  session: Session,
  call: Call,
  ways: readonly [AttemptSteps, ...AttemptSteps[]],
): Steps<Uint8Array> {
  const { backOff } = session.config;
  const attempts: Attempt[] = [];
  for (let round = 0; ; round += 1) {
    const steps = ways[round % ways.length] ?? ways[0];
    const attempt = yield* steps(session, call, session.newTimestamp(), attempts);
    if (attempt !== undefined) return attempt.result;
    const limitUs = Math.min(backOff.initialUs * 2 ** round, backOff.maxUs);
    yield* session.pause(randomFraction(session.random) * limitUs);
  }
}
