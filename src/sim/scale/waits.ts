/** How long requests waited, in µs. */
export interface WaitSummary {
  readonly meanUs: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

/**
 * Waits of whole batches. Requests that arrive by chance while a batch gathers wait anything up to its length, each
 * wait as likely: a batch is one uniform distribution with a weight, and nothing is kept for one request.
 */
export class BatchWaits {
  readonly #batches: { readonly shortestUs: number; readonly longestUs: number; readonly count: number }[] =
    [];

  /** `count` requests waited between `shortestUs` and `longestUs`. */
  add(count: number, shortestUs: number, longestUs: number): void {
    if (count > 0) this.#batches.push({ shortestUs, longestUs, count });
  }

  /** Zeros when nobody waited. */
  summary(): WaitSummary {
    let count = 0;
    let sumUs = 0;
    let maxUs = 0;
    for (const batch of this.#batches) {
      count += batch.count;
      sumUs += (batch.count * (batch.shortestUs + batch.longestUs)) / 2;
      maxUs = Math.max(maxUs, batch.longestUs);
    }
    if (count === 0) return { meanUs: 0, p99Us: 0, maxUs: 0 };
    return { meanUs: sumUs / count, p99Us: this.#percentileUs(0.99 * count, maxUs), maxUs };
  }

  /** The wait below which `rank` requests lie, found by halving the range. */
  #percentileUs(rank: number, maxUs: number): number {
    let [lowUs, highUs] = [0, maxUs];
    for (let step = 0; step < 40; step += 1) {
      const middleUs = (lowUs + highUs) / 2;
      if (this.#below(middleUs) < rank) lowUs = middleUs;
      else highUs = middleUs;
    }
    return highUs;
  }

  #below(limitUs: number): number {
    let count = 0;
    for (const batch of this.#batches) {
      const lengthUs = batch.longestUs - batch.shortestUs;
      const share =
        lengthUs > 0 ? (limitUs - batch.shortestUs) / lengthUs : Number(limitUs >= batch.longestUs);
      count += batch.count * Math.min(1, Math.max(0, share));
    }
    return count;
  }
}
