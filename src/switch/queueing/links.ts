import { type Leaving, Link, type LinkContext, type LinkStatistics } from "./link.js";
import type { LinkSettings } from "./link-settings.js";

/** The links of a switch by port, and which of them have something to do. */
export class Links<T extends Leaving> {
  private readonly byPort = new Map<number, Link<T>>();
  /** Links at which something happened, or where packets wait. */
  private readonly busy = new Set<Link<T>>();

  constructor(private readonly context: LinkContext) {}

  get size(): number {
    return this.byPort.size;
  }

  get(port: number): Link<T> | undefined {
    return this.byPort.get(port);
  }

  /** Sets the cable behind a port. @throws CodedError SWITCH-LINK */
  set(port: number, settings: LinkSettings): void {
    const known = this.byPort.get(port);
    if (known === undefined) this.byPort.set(port, new Link<T>(port, settings, this.context));
    else known.configure(settings);
  }

  /** Takes a cable away; gives the packets that waited for it. */
  remove(port: number): readonly T[] {
    const link = this.byPort.get(port);
    if (link === undefined) return [];
    this.byPort.delete(port);
    this.busy.delete(link);
    return link.clear();
  }

  /** Something happened at a link. */
  touch(link: Link<T>): void {
    this.busy.add(link);
  }

  /** The next packet whose turn it is, if any. */
  next(): T | undefined {
    if (this.busy.size === 0) return undefined;
    const nowUs = this.context.clock.nowUs();
    for (const link of this.busy) {
      const packet = link.next(nowUs);
      if (packet !== undefined) return packet;
      if (link.dueUs === Number.POSITIVE_INFINITY) this.busy.delete(link);
      else link.arm(nowUs);
    }
    return undefined;
  }

  /** The counters of all links by port. */
  statistics(): ReadonlyMap<number, LinkStatistics> {
    return new Map([...this.byPort].map(([port, link]) => [port, link.statistics]));
  }

  /** Takes out all packets that wait. */
  clear(): readonly T[] {
    return [...this.byPort.values()].flatMap((link) => [...link.clear()]);
  }
}
