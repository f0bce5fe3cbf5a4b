import type { Clock } from "../../io/index.js";
import { decodeFrame, type RingWorldHeader, ringworldKind } from "../../wire/index.js";
import {
  DurabilityCheck,
  FenceWatch,
  type LogInput,
  type LogOutput,
  type ReplicaGroup,
  type Rule,
  StreamCheck,
  TokenWatch,
  ValueWatch,
  type Violation,
} from "../check/index.js";
import { History } from "../history/history.js";
import type { Transcript } from "../kernel/transcript.js";
import { describeMessage, kindName } from "./describe-message.js";

/**
 * Everything that is known of a run from outside of the system: what clients called and got, every frame on every
 * cable, and what is on the disks. Most rules are checked as things happen.
 */
export class Evidence {
  readonly history: History<LogInput, LogOutput>;
  readonly tokens: TokenWatch;
  readonly durability: DurabilityCheck;
  readonly streams: StreamCheck;
  readonly fences: FenceWatch;
  readonly #values: ValueWatch;
  readonly #clock: Clock;
  readonly #transcript: Transcript;
  readonly #violations: Violation[] = [];
  #sent: (sender: string, message: string) => void = () => {};

  constructor(clock: Clock, transcript: Transcript, groupsOf: (index: bigint) => readonly ReplicaGroup[]) {
    this.#clock = clock;
    this.#transcript = transcript;
    const report = (rule: Rule, detail: string) => this.report(rule, detail);
    this.history = new History(clock);
    this.tokens = new TokenWatch(report);
    this.#values = new ValueWatch(report);
    this.streams = new StreamCheck(report);
    this.fences = new FenceWatch(report);
    this.durability = new DurabilityCheck(groupsOf, report);
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  report(rule: Rule, detail: string): void {
    this.#violations.push({ rule, atUs: this.#clock.nowUs(), detail });
    this.#transcript.add("checker", `${rule}: ${detail}`);
  }

  /** A frame is put on a cable by `sender`; it may still get lost. */
  frameSent(sender: string, receiver: string, frame: Uint8Array): void {
    const decoded = decodeFrame(frame);
    this.#transcript.addBytes(sender, receiver, frame, () =>
      decoded.ok ? describeMessage(decoded.frame.ringworld) : `${frame.length} bytes, ${decoded.code}`,
    );
    if (!decoded.ok) return;
    this.#watch(sender, decoded.frame.ringworld);
    this.fences.sent(sender, receiver, decoded.frame.ipv4.src, decoded.frame.ringworld);
    this.#sent(sender, kindName(decoded.frame.ringworld));
  }

  /** A switch is done with a frame that came over a cable; what it sends for it has been sent. */
  frameHandled(switchName: string, frame: Uint8Array): void {
    if (!this.fences.isWatching) return;
    const decoded = decodeFrame(frame);
    if (decoded.ok) this.fences.handled(switchName, decoded.frame.ipv4.dst, decoded.frame.ringworld);
  }

  /** Sets the one who is told of every message. */
  onSent(sent: (sender: string, message: string) => void): void {
    this.#sent = sent;
  }

  #watch(sender: string, header: RingWorldHeader): void {
    if (header.kind === ringworldKind.token) this.tokens.sent(sender, header);
    else this.#values.sent(sender, header);
  }
}
