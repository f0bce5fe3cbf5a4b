/** What a command makes of an object. */
export interface CommandOutcome {
  readonly state: Uint8Array;
  /** What the caller of `execute` gets. */
  readonly result: Uint8Array;
}

/**
 * A command on an RMW object: from the object's state, undefined before the first command, and an argument to the new
 * state and a result. It must be deterministic and must not change its arguments: it may run on several machines, and
 * more than once for one `execute`, though its effect happens once.
 */
export type Command = (state: Uint8Array | undefined, argument: Uint8Array) => CommandOutcome;

/**
 * The commands that a client or a replica knows, by name.
 *
 * @example
 * const commands = new Map([["append", (state, argument) => { … }]]);
 */
export type Commands = ReadonlyMap<string, Command>;

/** Whether a command can have this name: 1 to 64 printable characters of ASCII. */
export function isCommandName(name: string): boolean {
  return /^[!-~]{1,64}$/.test(name);
}
