import type { Pack } from "../../../ringworld/index.js";
import type { Report } from "./violation.js";

interface Withheld {
  readonly index: bigint;
  readonly stream: number;
}

/** What subscribers may expect: entries of their stream, all of them, and no others. */
export class StreamCheck {
  readonly #report: Report;
  readonly #withheld: Withheld[] = [];

  constructor(report: Report) {
    this.#report = report;
  }

  /** A subscriber of a stream has read an index. */
  read(index: bigint, stream: number, pack: Pack): void {
    if (pack.withheld) this.#withheld.push({ index, stream });
  }

  /** Nothing was withheld from its own readers: `streamAt` tells which stream an index is of, where that is known. */
  checkWithheld(streamAt: (index: bigint) => number | undefined): void {
    for (const { index, stream } of this.#withheld) {
      if (streamAt(index) !== stream) continue;
      this.#report("wrong-stream", `index ${index} was kept from a reader of its own stream ${stream}`);
    }
  }
}
