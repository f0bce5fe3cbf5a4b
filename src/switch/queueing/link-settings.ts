import { CodedError } from "../../base/index.js";

/** What the cable behind a port does to frames that leave. */
export interface LinkSettings {
  /** Bits of frames per second, as the switch sees them: no preamble, no gap. Absent: without limit. */
  readonly rateBps?: number;
  /** Propagation, one way. Default 0. */
  readonly delayUs?: number;
  /** Probability that a frame is lost on the way, from 0 to 1. Default 0. */
  readonly loss?: number;
  /** Packets that may wait in each class; more are dropped at the tail. Default 64, as in simple_switch. */
  readonly queueDepth?: number;
}

const DEFAULTS = { rateBps: Number.POSITIVE_INFINITY, delayUs: 0, loss: 0, queueDepth: 64 };

/** Settings with nothing left out. */
export type FullLinkSettings = Required<LinkSettings>;

/** @throws CodedError SWITCH-LINK for a value that no cable can have. */
export function fullLinkSettings(settings: LinkSettings): FullLinkSettings {
  const full = { ...DEFAULTS, ...settings };
  check(full.rateBps > 0, "rateBps", full.rateBps, "a number of bits per second above 0");
  check(full.delayUs >= 0 && full.delayUs < Number.POSITIVE_INFINITY, "delayUs", full.delayUs, "0 or more");
  check(full.loss >= 0 && full.loss <= 1, "loss", full.loss, "a probability from 0 to 1");
  const { queueDepth } = full;
  check(
    Number.isSafeInteger(queueDepth) && queueDepth > 0,
    "queueDepth",
    queueDepth,
    "a whole number from 1",
  );
  return full;
}

function check(holds: boolean, name: keyof LinkSettings, value: number, wanted: string): void {
  if (holds) return;
  throw new CodedError({
    code: "SWITCH-LINK",
    message: `a link has ${name} ${value}, not ${wanted}`,
    help: `Give ${name} as ${wanted}, or leave it out.`,
  });
}
