import { DuplicateFilter, type EntrySource, type LogEntry, readEntries } from "../ringworld/index.js";

/** Plays a log forward, entry by entry in log order, each append once, however often it is asked to go on. */
export class LogReader {
  readonly #log: EntrySource;
  readonly #apply: (entry: LogEntry) => void;
  readonly #filter = new DuplicateFilter();
  #position = 0n;
  #playing: Promise<void> = Promise.resolve();

  constructor(log: EntrySource, apply: (entry: LogEntry) => void) {
    this.#log = log;
    this.#apply = apply;
  }

  /** The index up to which the log was played. */
  get position(): bigint {
    return this.#position;
  }

  /** Plays everything up to an index. Rejects when an entry cannot be read; the next call goes on from there. */
  playTo(index: bigint): Promise<void> {
    const play = this.#playing.then(() => this.#play(index));
    this.#playing = play.catch(() => undefined);
    return play;
  }

  async #play(to: bigint): Promise<void> {
    if (to <= this.#position) return;
    for await (const entry of readEntries(this.#log, {
      from: this.#position + 1n,
      to,
      filter: this.#filter,
    })) {
      this.#apply(entry);
      this.#position = entry.index;
    }
    this.#position = to;
  }
}
