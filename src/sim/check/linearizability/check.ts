import type { CheckedOperation, SequentialModel } from "./model.js";
import { Timeline } from "./timeline.js";

/** What the checker found. Numbers are places in the array of operations that was checked. */
export type LinearizabilityVerdict =
  | { readonly kind: "linearizable"; readonly order: readonly number[] }
  /** `order` is the longest one that works, `stuck` the operations of which one had to come next and none could. */
  | { readonly kind: "violation"; readonly order: readonly number[]; readonly stuck: readonly number[] }
  /** The search was given up after `stepsMax` steps. */
  | { readonly kind: "undecided" };

/** One decision of the search: which operation comes next. */
interface Decision<State> {
  readonly state: State;
  readonly choices: readonly number[];
  tried: number;
}

/**
 * Decides whether a history is linearizable (Herlihy and Wing 1990): whether every operation can be given a moment
 * between its call and its return so that the model, taking them in that order, gives the same outputs. Operations
 * that never returned may take effect at any moment after their call, or never.
 *
 * The search is that of Wing and Gong (1993) with the memory of Lowe (2017): an operation can come next when it was
 * called before the first return of those still to come; a set of operations done that was met with the same state
 * before is not searched again. An operation that can come now and changes nothing comes now: in any order that has it
 * later it could as well be moved here.
 */
export function checkLinearizable<State, Input, Output>(
  model: SequentialModel<State, Input, Output>,
  operations: readonly CheckedOperation<Input, Output>[],
  stepsMax = 1_000_000,
): LinearizabilityVerdict {
  return new Search(model, operations).run(stepsMax);
}

class Search<State, Input, Output> {
  readonly #model: SequentialModel<State, Input, Output>;
  readonly #operations: readonly CheckedOperation<Input, Output>[];
  readonly #timeline: Timeline;
  readonly #seen = new Set<string>();
  readonly #path: Decision<State>[] = [];
  readonly #order: number[] = [];
  #longest: readonly number[] = [];
  #stuck: readonly number[] = [];

  constructor(
    model: SequentialModel<State, Input, Output>,
    operations: readonly CheckedOperation<Input, Output>[],
  ) {
    this.#model = model;
    this.#operations = operations;
    this.#timeline = new Timeline(operations);
  }

  run(stepsMax: number): LinearizabilityVerdict {
    this.#decide(this.#model.initial);
    for (let steps = 0; steps < stepsMax; steps += 1) {
      if (this.#timeline.allReturnsTaken) return { kind: "linearizable", order: [...this.#order] };
      const decision = this.#path.at(-1);
      if (decision === undefined) return { kind: "violation", order: this.#longest, stuck: this.#stuck };
      if (!this.#advance(decision)) this.#retreat();
    }
    return { kind: "undecided" };
  }

  /** Takes the next choice of a decision that the model allows; false when there is none left. */
  #advance(decision: Decision<State>): boolean {
    for (; decision.tried < decision.choices.length; decision.tried += 1) {
      const choice = decision.choices[decision.tried];
      const next = choice === undefined ? undefined : this.#after(decision.state, choice);
      if (choice === undefined || next === undefined) continue;
      decision.tried += 1;
      this.#timeline.take(choice);
      this.#order.push(choice);
      this.#decide(next.state);
      return true;
    }
    return false;
  }

  #after(state: State, choice: number): { readonly state: State } | undefined {
    const operation = this.#operations[choice];
    const next = operation && this.#model.step(state, operation.input, operation.output);
    return next === undefined ? undefined : { state: next };
  }

  #decide(state: State): void {
    const choices = this.#timeline.choices();
    const key = `${this.#timeline.position}|${choices.join()}|${this.#model.keyOf(state)}`;
    const known = this.#seen.has(key);
    this.#seen.add(key);
    this.#path.push({ state, choices: known ? [] : this.#worthTrying(state, choices), tried: 0 });
  }

  /** One choice that changes nothing, or all, the likely ones first. */
  #worthTrying(state: State, choices: readonly number[]): readonly number[] {
    const free = choices.find((choice) => this.#after(state, choice)?.state === state);
    return free === undefined ? this.#byRank(choices) : [free];
  }

  #byRank(choices: readonly number[]): readonly number[] {
    const rankOf = (choice: number): number => {
      const operation = this.#operations[choice];
      return operation === undefined ? 0 : (this.#model.rank?.(operation.input, operation.output) ?? 0);
    };
    return this.#model.rank ? choices.toSorted((left, right) => rankOf(left) - rankOf(right)) : choices;
  }

  #retreat(): void {
    const decision = this.#path.pop();
    if (decision && this.#order.length >= this.#longest.length) {
      this.#longest = [...this.#order];
      this.#stuck = this.#timeline.choices();
    }
    const last = this.#order.pop();
    if (last !== undefined) this.#timeline.putBack(last);
  }
}
