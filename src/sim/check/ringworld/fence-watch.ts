import { type RingWorldHeader, type RingWorldKindName, ringworldKind } from "../../../wire/index.js";
import type { Report } from "./violation.js";

/** A log server, and the switch that it hangs on. */
export interface WatchedServer {
  readonly name: string;
  readonly switch: string;
  readonly ip: number;
}

function kindsOf(...names: readonly RingWorldKindName[]): ReadonlySet<number> {
  return new Set(names.map((name) => ringworldKind[name]));
}

/** What goes to log servers, and what they say, where it is about the log; the controller's messages pass a fence. */
const requests = kindsOf("store", "witness", "fetch", "forget");
const answers = kindsOf("stored", "data", "confirmed", "trimmed", "mark", "feed", "refused");

/** What a fence promises from the moment at which the switch holds it (paper §3.4): no request passes, and no answer. */
export class FenceWatch {
  readonly #report: Report;
  readonly #fenced = new Map<number, WatchedServer>();

  constructor(report: Report) {
    this.#report = report;
  }

  /** The switch of a log server holds its fence, or holds it no more. */
  set(server: WatchedServer, isFenced: boolean): void {
    if (isFenced) this.#fenced.set(server.ip, server);
    else this.#fenced.delete(server.ip);
  }

  /** A message is put on a cable. */
  sent(sender: string, receiver: string, source: number, header: RingWorldHeader): void {
    if (this.#fenced.size === 0) return;
    for (const { name, switch: tor } of this.#fenced.values()) {
      if (sender === tor && receiver === name && requests.has(header.kind))
        this.#report("fence-leaks", `${tor} passes kind ${header.kind} on to ${name}, which is fenced off`);
    }
    const speaker = this.#fenced.get(source);
    if (speaker?.switch === sender && answers.has(header.kind))
      this.#report(
        "fence-leaks",
        `${sender} passes on kind ${header.kind} of ${speaker.name}, which is fenced off`,
      );
  }
}
