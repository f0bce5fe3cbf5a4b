/** Something to choose: a member's slot, as often as its weight says, while its port is up. */
export interface Candidate {
  readonly slot: number;
  readonly weight: number;
  readonly watchPort?: Uint8Array;
}

/**
 * What a selector chooses from. A candidate of weight 3 stands in three places one after the other; however great
 * the weights, only where each candidate's places end is kept.
 */
export class Choice {
  /** How many places there are; 0: nothing can be chosen. */
  readonly places: number;
  private readonly slots: Int32Array;
  private readonly ends: Float64Array;

  constructor(candidates: readonly Candidate[]) {
    this.slots = Int32Array.from(candidates, ({ slot }) => slot);
    this.ends = new Float64Array(candidates.length);
    let places = 0;
    for (const [index, { weight }] of candidates.entries()) {
      places += Math.max(1, weight);
      this.ends[index] = places;
    }
    this.places = places;
  }

  /** The slot at a place, from 0 to `places` - 1. */
  at(place: number): number {
    const index = this.places === this.slots.length ? place : this.indexOf(place);
    return this.slots[index] ?? -1;
  }

  /** The first candidate whose places end behind this one. */
  private indexOf(place: number): number {
    let [low, high] = [0, this.slots.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (place < (this.ends[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
