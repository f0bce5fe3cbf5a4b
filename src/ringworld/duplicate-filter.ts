import { serialAdd, serialDistance } from "../base/index.js";
import type { Pack } from "./pack.js";

/** The requests of one client that were seen: all up to `floor`, and some above. */
interface Seen {
  floor: number;
  readonly above: Set<number>;
}

/**
 * Lets each pack pass once: a client that got no answer may have appended it twice, with the same client and request
 * number, and whoever reads the log drops all copies but the first (docs/PROTOCOL.md). Junk never passes.
 *
 * The filter knows what it was shown: exactly once holds from the index where its reader began. Request numbers wrap
 * at 2^32 and are compared by the sign of their difference: a client has far less than 2^31 appends under way.
 */
export class DuplicateFilter {
  readonly #seen = new Map<bigint, Seen>();

  /** Show it what stands at every index, in log order; true for what readers should see. */
  passes(pack: Pick<Pack, "client" | "request" | "junk">): boolean {
    if (pack.junk) return false;
    const seen = this.#seenOf(pack.client);
    const isOld = serialDistance(seen.floor, pack.request) <= 0;
    if (isOld || seen.above.has(pack.request)) return false;
    seen.above.add(pack.request);
    while (seen.above.delete(serialAdd(seen.floor, 1))) seen.floor = serialAdd(seen.floor, 1);
    return true;
  }

  #seenOf(client: bigint): Seen {
    const known = this.#seen.get(client);
    if (known !== undefined) return known;
    const seen: Seen = { floor: 0, above: new Set() };
    this.#seen.set(client, seen);
    return seen;
  }
}
