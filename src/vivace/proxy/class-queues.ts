/** How many queues there are: one for each class selector, the upper three bits of a DSCP (RFC 2474). */
const queues = 8;
const dscpPerQueue = 8;

/** Bounded queues by traffic class: the highest class that has something goes first, and full queues drop what comes. */
export class ClassQueues<Item> {
  readonly #queues: readonly Item[][] = Array.from({ length: queues }, () => []);
  readonly #depth: number;
  #dropped = 0;

  /** @param depth how many items wait in one class at most */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** How many items found their queue full. */
  get dropped(): number {
    return this.#dropped;
  }

  put(dscp: number, item: Item): void {
    const queue = this.#queues[Math.floor(dscp / dscpPerQueue)];
    if (queue === undefined || queue.length >= this.#depth) this.#dropped += 1;
    else queue.push(item);
  }

  /** The next item, out of the highest class. */
  take(): Item | undefined {
    return this.#queues.findLast(({ length }) => length > 0)?.shift();
  }
}
