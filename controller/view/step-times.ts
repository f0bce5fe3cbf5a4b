import type { ViewStep } from "./view-change.js";

/** A step of a view change; or no view is served and none is made (`looking`), or its token is not seen (`starting`). */
export type TimedStep = ViewStep | "looking" | "starting";

/** How long a step took. */
export interface StepTime {
  readonly step: TimedStep;
  readonly us: number;
}

/** How long the steps took that led to the view that is served, those of attempts that failed among them. */
export class StepTimes {
  #done: StepTime[] = [];
  #step: TimedStep | undefined;
  #sinceUs = 0;

  get done(): readonly StepTime[] {
    return this.#done;
  }

  /** Notes what the controller is at now. */
  note(step: TimedStep, nowUs: number): void {
    const isServed = this.#step === undefined && step === "starting";
    if (step === this.#step || isServed) return;
    if (this.#step === undefined) this.#done = [];
    this.#end(step, nowUs);
  }

  /** The view is served: what comes next leads to another one. */
  served(nowUs: number): void {
    this.#end(undefined, nowUs);
  }

  #end(next: TimedStep | undefined, nowUs: number): void {
    if (this.#step !== undefined) this.#done.push({ step: this.#step, us: nowUs - this.#sinceUs });
    this.#step = next;
    this.#sinceUs = nowUs;
  }
}
