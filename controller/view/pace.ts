import type { ViewTiming } from "./timing.js";

/** A view that lasted so many times the time in which a token is found to be gone was a good one. */
const calmStalls = 20;
const patienceMax = 16;

/** A view change that failed is tried again after so many ticks, and after twice as many the next time. */
const backoffTicksMin = 1;
const backoffTicksMax = 64;

/** After each view that was to move the log and did not, the next one waits twice as long, up to that often. */
const failedMovesMax = 6;

/** How long a controller waits between views, and how patient it is with one. */
export class Pace {
  readonly #timing: ViewTiming;
  #startedUs: number;
  #failures = 0;
  #restUntilUs = 0;
  /** When the last view began, and how much longer than usual its failures are waited for. */
  #viewSinceUs = Number.NEGATIVE_INFINITY;
  #patience = 1;
  #failedMoves = 0;
  #moveAfterUs = 0;

  constructor(timing: ViewTiming, nowUs: number) {
    this.#timing = timing;
    this.#startedUs = nowUs;
  }

  /** How much longer a new life of the controller waits for everybody: until it has served a view. */
  startingUs(nowUs: number): number {
    return Math.max(0, this.#startedUs + this.#timing.startUs - nowUs);
  }

  /** When the view that is served began, or was found. */
  get viewSinceUs(): number {
    return this.#viewSinceUs;
  }

  /** How many times longer than usual failures are waited for. */
  get patience(): number {
    return this.#patience;
  }

  /** Whether it is too early to begin a view. */
  isResting(nowUs: number): boolean {
    return nowUs < this.#restUntilUs;
  }

  /** A view is served from now on. Where views do not last, the cause may be haste: a slow machine looks like a broken one. */
  viewBegan(nowUs: number): void {
    const isCalm = nowUs - this.#viewSinceUs > calmStalls * this.#timing.stallUs;
    this.#patience = isCalm ? 1 : Math.min(patienceMax, 2 * this.#patience);
    this.#viewSinceUs = nowUs;
    this.#startedUs = Number.NEGATIVE_INFINITY;
  }

  /** Whether it is not too early to move the log. */
  mayMove(nowUs: number): boolean {
    return nowUs >= this.#moveAfterUs;
  }

  /** A view change has come to its end; `isMoved` says whether it has moved the log, if it was to. */
  succeeded(nowUs: number, isMoved: boolean | undefined): void {
    this.#failures = 0;
    this.#restUntilUs = nowUs + this.#timing.tickUs;
    if (isMoved !== undefined) this.#moved(nowUs, isMoved);
  }

  /** Views that only try to move the log must not follow each other. */
  #moved(nowUs: number, isMoved: boolean): void {
    this.#failedMoves = isMoved ? 0 : Math.min(failedMovesMax, this.#failedMoves + 1);
    this.#moveAfterUs = isMoved ? 0 : nowUs + this.#timing.joinUs * 2 ** this.#failedMoves;
  }

  /** Somebody else may be at it: the next attempt waits, the longer the more have failed. */
  failed(nowUs: number): void {
    this.#failures += 1;
    const ticks = Math.min(backoffTicksMax, backoffTicksMin * 2 ** this.#failures);
    this.#restUntilUs = nowUs + ticks * this.#timing.tickUs;
  }
}
