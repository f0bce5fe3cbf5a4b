declare const message: unique symbol;

/** A type that no value has. It stands where a program is wrong, and its message says why. */
export interface P4TypeError<Message extends string> {
  readonly [message]: Message;
}
