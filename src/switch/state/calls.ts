import type { Action, ActionCall } from "../model/index.js";
import { wordsOf, writeWords } from "../phv/words.js";

/** Where the words of each parameter lie in the data of a call. */
export function parameterOffsets(action: Action): readonly number[] {
  let offset = 0;
  return action.parameters.map(({ width }) => {
    const start = offset;
    offset += wordsOf(width);
    return start;
  });
}

function dataWords(action: Action): number {
  return action.parameters.reduce((sum, { width }) => sum + wordsOf(width), 0);
}

/**
 * Actions with their arguments by slot, packed for the compiled engine and whole for the interpreter.
 * A slot that was never set calls nothing.
 */
export class CallStore {
  /** Words of data per slot. */
  readonly stride: number;
  /** The action of each slot; -1: none. */
  actionOf: Int32Array;
  data: Uint32Array;
  private readonly calls: (ActionCall | undefined)[] = [];

  /** `allowed` are the actions that may be called. */
  constructor(
    private readonly actions: readonly Action[],
    allowed: readonly number[],
    capacity: number,
  ) {
    this.stride = Math.max(0, ...allowed.map((index) => this.wordsFor(index)));
    this.actionOf = new Int32Array(capacity).fill(-1);
    this.data = new Uint32Array(capacity * this.stride);
  }

  private wordsFor(index: number): number {
    const action = this.actions[index];
    return action === undefined ? 0 : dataWords(action);
  }

  call(slot: number): ActionCall | undefined {
    return this.calls[slot];
  }

  /** Stores a call; its arguments fit their widths. */
  set(slot: number, call: ActionCall | undefined): void {
    this.grow(slot + 1);
    this.calls[slot] = call;
    this.actionOf[slot] = call?.action ?? -1;
    const action = call === undefined ? undefined : this.actions[call.action];
    if (call === undefined || action === undefined) return;
    let offset = slot * this.stride;
    for (let index = 0; index < action.parameters.length; index++) {
      const words = wordsOf(action.parameters[index]?.width ?? 0);
      writeWords(this.data, offset, words, call.data[index] ?? 0n);
      offset += words;
    }
  }

  private grow(size: number): void {
    const before = this.actionOf;
    if (size <= before.length) return;
    const capacity = Math.max(size, before.length * 2);
    this.actionOf = new Int32Array(capacity).fill(-1);
    this.actionOf.set(before);
    const data = new Uint32Array(capacity * this.stride);
    data.set(this.data);
    this.data = data;
  }
}
