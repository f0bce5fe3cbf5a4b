const subBuckets = 64;
const exponents = 48;

/**
 * Counts whole numbers in buckets that are at most 1/64 wider than they are far from 0 (exact below 128), so that
 * percentiles of any number of values cost a fixed amount of memory.
 *
 * @example
 * const latencyUs = new Histogram();
 * latencyUs.record(850);
 * latencyUs.percentile(99);
 */
export class Histogram {
  readonly #counts = new Float64Array(subBuckets * exponents);
  #count = 0;
  #sum = 0;
  #max = 0;

  /** Adds one value, 0 … 2^52; fractions are rounded. */
  record(value: number): void {
    const whole = Math.max(0, Math.round(value));
    const bucket = Math.min(bucketOf(whole), this.#counts.length - 1);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
    this.#sum += whole;
    this.#max = Math.max(this.#max, whole);
  }

  get count(): number {
    return this.#count;
  }

  /** The arithmetic mean; 0 when there are no values. */
  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  get max(): number {
    return this.#max;
  }

  /** A value that `percent` % of all values are not above, within the width of its bucket; 0 without values. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket < this.#counts.length; bucket += 1) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return Math.min(largestIn(bucket), this.#max);
    }
    return this.#max;
  }
}

/** Below 2 * subBuckets a bucket is one value; above, each doubling has `subBuckets` buckets. */
function bucketOf(value: number): number {
  if (value < 2 * subBuckets) return value;
  const exponent = Math.floor(Math.log2(value)) - 6;
  return subBuckets * exponent + Math.floor(value / 2 ** exponent);
}

function largestIn(bucket: number): number {
  if (bucket < 2 * subBuckets) return bucket;
  const exponent = Math.floor(bucket / subBuckets) - 1;
  const leading = bucket - subBuckets * exponent;
  return (leading + 1) * 2 ** exponent - 1;
}
