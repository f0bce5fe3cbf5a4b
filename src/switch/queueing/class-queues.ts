import { Queue } from "./queue.js";

/** What waits in a queue: when it came, of which class it is, how long it is. */
export interface Waiting {
  readonly enqueuedUs: number;
  readonly priority: number;
  readonly currentLength: number;
}

/** Counters of one class of one link. */
export interface QueueStatistics {
  /** Let in. */
  packets: number;
  bytes: number;
  /** Found the queue full. */
  droppedPackets: number;
  droppedBytes: number;
  /** Waiting now. */
  depth: number;
  /** The most that ever waited. */
  maxDepth: number;
}

function noStatistics(): QueueStatistics {
  return { packets: 0, bytes: 0, droppedPackets: 0, droppedBytes: 0, depth: 0, maxDepth: 0 };
}

/** The queues of one link, one for each class: the highest class with a packet is served first. */
export class ClassQueues<T extends Waiting> {
  readonly statistics: readonly QueueStatistics[];
  private readonly queues: readonly Queue<T>[];
  private waiting = 0;

  constructor(classes: number) {
    this.queues = Array.from({ length: classes }, () => new Queue<T>());
    this.statistics = this.queues.map(noStatistics);
  }

  /** Packets that wait in one class. */
  depth(priority: number): number {
    return this.statistics[priority]?.depth ?? 0;
  }

  /** Lets a packet in, unless `depthMax` packets of its class wait already. */
  offer(item: T, depthMax: number): boolean {
    const statistics = this.statistics[item.priority];
    if (statistics === undefined) return false;
    if (statistics.depth >= depthMax) {
      statistics.droppedPackets += 1;
      statistics.droppedBytes += item.currentLength;
      return false;
    }
    this.queues[item.priority]?.push(item);
    this.waiting += 1;
    statistics.packets += 1;
    statistics.bytes += item.currentLength;
    statistics.depth += 1;
    statistics.maxDepth = Math.max(statistics.maxDepth, statistics.depth);
    return true;
  }

  /** When the packet came that waits longest; infinity if none waits. */
  get oldestUs(): number {
    let oldestUs = Number.POSITIVE_INFINITY;
    if (this.waiting === 0) return oldestUs;
    for (const { first } of this.queues) {
      if (first !== undefined && first.enqueuedUs < oldestUs) oldestUs = first.enqueuedUs;
    }
    return oldestUs;
  }

  /** Takes out the packet of the highest class among those that were there at a time. */
  take(atUs: number): T | undefined {
    for (let priority = this.queues.length - 1; priority >= 0; priority--) {
      const queue = this.queues[priority];
      const first = queue?.first;
      const statistics = this.statistics[priority];
      if (first === undefined || statistics === undefined || first.enqueuedUs > atUs) continue;
      queue?.shift();
      this.waiting -= 1;
      statistics.depth -= 1;
      return first;
    }
    return undefined;
  }

  /** Takes out all that waits. */
  clear(): readonly T[] {
    const items: T[] = [];
    for (let item = this.take(Infinity); item !== undefined; item = this.take(Infinity)) items.push(item);
    return items;
  }
}
