import {
  type RingWorldHeader,
  type RingWorldKindName,
  ringworldCode,
  ringworldKind,
} from "../../../wire/index.js";
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

/**
 * What a fence promises from the moment at which the switch holds it (paper §3.4): no request passes, and no answer;
 * and who asks from another rack is told so at once.
 */
export class FenceWatch {
  readonly #report: Report;
  readonly #fenced = new Map<number, WatchedServer>();
  /** Whether somebody was told of a fence since a switch was last done with a frame. */
  #isTold = false;

  constructor(report: Report) {
    this.#report = report;
  }

  /** The switch of a log server holds its fence, or holds it no more. */
  set(server: WatchedServer, isFenced: boolean): void {
    if (isFenced) this.#fenced.set(server.ip, server);
    else this.#fenced.delete(server.ip);
  }

  /** Whether there is any fence. */
  get isWatching(): boolean {
    return this.#fenced.size > 0;
  }

  /** A switch is done with a message that came over a cable. */
  handled(switchName: string, destination: number, header: RingWorldHeader): void {
    const server = this.#fenced.get(destination);
    if (server?.switch === switchName && requests.has(header.kind) && !this.#isTold)
      this.#report(
        "fence-silent",
        `${switchName} tells nobody of kind ${header.kind} that ${server.name} is fenced off`,
      );
    this.#isTold = false;
  }

  /** A message is put on a cable. */
  sent(sender: string, receiver: string, source: number, header: RingWorldHeader): void {
    if (!this.isWatching) return;
    if (header.kind === ringworldKind.refused && header.code === ringworldCode.serverFenced)
      this.#isTold = true;
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
