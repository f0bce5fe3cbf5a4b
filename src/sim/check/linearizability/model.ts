/**
 * What an object does when one operation is called after another. It is deterministic: input, output and the state
 * before fix the state after.
 */
export interface SequentialModel<State, Input, Output> {
  readonly initial: State;
  /**
   * The state after an operation that had this output; undefined when no object in `state` could have answered so.
   * An output of undefined is one that nobody saw: then every answer is possible. An operation that changes nothing
   * gives back the very state it was given: the checker then looks no further for its place.
   */
  step(state: State, input: Input, output: Output | undefined): State | undefined;
  /** Two states with the same key, reached by the same set of operations in different orders, are the same. */
  keyOf(state: State): string;
  /** Where an operation is likely to come: the checker tries smaller ones first. A wrong guess only costs time. */
  rank?(input: Input, output: Output | undefined): number;
}

/** A part of a history that the checker works on. */
export interface CheckedOperation<Input, Output> {
  readonly input: Input;
  /** Places in one order of all calls and returns; `returnedAt` is absent when it never returned. */
  readonly calledAt: number;
  readonly returnedAt?: number | undefined;
  /** Absent when it is not known. It can be known though the operation never returned: someone saw its effect. */
  readonly output?: Output | undefined;
}
