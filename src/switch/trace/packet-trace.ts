import type { TraceEvent, TraceRecord } from "./events.js";

/** The way of one packet and of all its copies through the switch. */
export class PacketTrace {
  readonly records: TraceRecord[] = [];
  private copies = 0;
  private alive = 0;

  /** `ended` is called when the packet and all its copies have left or ended. */
  constructor(
    private readonly nowUs: () => number,
    private readonly ended: () => void = () => {},
  ) {}

  /** Something happened to a copy. */
  add(copy: number, event: TraceEvent): void {
    this.records.push({ ...event, timeUs: this.nowUs(), copy });
  }

  /** One more copy; gives its number. */
  enter(): number {
    this.alive += 1;
    this.copies += 1;
    return this.copies - 1;
  }

  /** The same copy goes on as another packet. */
  stay(): void {
    this.alive += 1;
  }

  /** A traced packet is gone. */
  leave(): void {
    this.alive -= 1;
    if (this.alive === 0) this.ended();
  }
}
