import { serialAdd, serialDistance } from "../base/index.js";
import type { Pack } from "./pack.js";

/** Consecutive request numbers that were seen, both ends with it. */
interface Run {
  first: number;
  last: number;
}

/** How far behind the newest one a request number is told from one that is to come: it wraps at 2^32. */
const reach = 2 ** 31 - 1;

/**
 * Lets each pack pass once: a client that got no answer may have appended it twice, with the same client and request
 * number, and whoever reads the log drops all copies but the first (docs/PROTOCOL.md). Junk never passes.
 *
 * The filter knows what it was shown: exactly once holds from the index where its reader began. Request numbers wrap
 * at 2^32 and are compared by the sign of the difference to the newest one: a client has far less than 2^31 appends
 * under way. A client costs memory for every gap in its numbers, not for every request.
 */
export class DuplicateFilter {
  /** The requests of each client, the oldest first. */
  readonly #seen = new Map<bigint, Run[]>();

  /** Show it what stands at every index, in log order; true for what readers should see. */
  passes(pack: Pick<Pack, "client" | "request" | "junk">): boolean {
    if (pack.junk) return false;
    const runs = this.#runsOf(pack.client);
    const isNew = add(runs, pack.request);
    if (isNew) forgetFarBehind(runs);
    return isNew;
  }

  #runsOf(client: bigint): Run[] {
    const known = this.#seen.get(client);
    if (known !== undefined) return known;
    const runs: Run[] = [];
    this.#seen.set(client, runs);
    return runs;
  }
}

/** Adds a request to those that were seen; false when it is one of them. */
function add(runs: Run[], request: number): boolean {
  let at = runs.length;
  while (isBefore(request, runs[at - 1])) at -= 1;
  const [before, after] = [runs[at - 1], runs[at]];
  if (before !== undefined && serialDistance(request, before.last) >= 0) return false;
  const joinsBefore = before !== undefined && serialAdd(before.last, 1) === request;
  const joinsAfter = after !== undefined && serialAdd(request, 1) === after.first;
  if (joinsBefore) before.last = joinsAfter ? after.last : request;
  if (joinsBefore && joinsAfter) runs.splice(at, 1);
  else if (joinsAfter) after.first = request;
  else if (!joinsBefore) runs.splice(at, 0, { first: request, last: request });
  return true;
}

function isBefore(request: number, run: Run | undefined): boolean {
  return run !== undefined && serialDistance(request, run.first) > 0;
}

/** What is so old that its number may soon come again is not remembered. */
function forgetFarBehind(runs: Run[]): void {
  const oldest = serialAdd(runs.at(-1)?.last ?? 0, -reach);
  let [run] = runs;
  while (run !== undefined && serialDistance(run.last, oldest) > 0) {
    runs.shift();
    [run] = runs;
  }
  if (run !== undefined && serialDistance(run.first, oldest) > 0) run.first = oldest;
}
