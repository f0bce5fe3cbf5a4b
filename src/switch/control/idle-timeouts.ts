import type { TableEntry } from "p4runtime-js-grpc/values";
import type { EntryRecord, TableState } from "../state/table.js";
import type { TableControl } from "./table-control.js";

/** How often entries are looked at; a time-out is told at most this much late. */
const SWEEP_US = 100_000;

export interface IdleTimeoutContext {
  nowUs(): number;
  schedule(delayUs: number, callback: () => void): () => void;
  tell(entries: readonly TableEntry[]): void;
}

/** Tells the control plane which entries no packet has found for as long as they allow (section 9.1.7). */
export class IdleTimeouts {
  private cancel: (() => void) | undefined;

  constructor(
    private readonly tables: readonly TableState[],
    private readonly control: TableControl,
    private readonly context: IdleTimeoutContext,
  ) {}

  /** Starts watching; to be called when an entry has got a time-out. Ends by itself when none has one. */
  watch(): void {
    if (this.cancel !== undefined) return;
    this.cancel = this.context.schedule(SWEEP_US, () => {
      this.cancel = undefined;
      this.sweep();
      if (this.hasTimeouts()) this.watch();
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private *aging(): Iterable<readonly [TableState, EntryRecord]> {
    for (const table of this.tables) {
      if (!table.table.ages) continue;
      for (const record of table.entries.values()) {
        if (record.idleTimeoutNs > 0n) yield [table, record];
      }
    }
  }

  private hasTimeouts(): boolean {
    for (const _ of this.aging()) return true;
    return false;
  }

  private sweep(): void {
    const nowUs = this.context.nowUs();
    const idle: TableEntry[] = [];
    for (const [table, record] of this.aging()) {
      const since = Math.max(table.lastHitUs[record.slot] ?? 0, record.toldUs);
      if (nowUs - since < Number(record.idleTimeoutNs) / 1000) continue;
      record.toldUs = nowUs;
      idle.push(this.control.key(table, record));
    }
    if (idle.length > 0) this.context.tell(idle);
  }
}
