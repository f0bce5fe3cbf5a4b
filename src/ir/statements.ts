import type { SourcePosition } from "../base/index.js";
import type { Documentation } from "./annotations.js";
import type { Expression } from "./expressions.js";

interface Placed {
  readonly source: SourcePosition;
}

/** `target = value`; the target is a field, a variable, a slice of one, or a whole header. */
export interface Assign extends Placed {
  readonly kind: "assign";
  readonly target: Expression;
  readonly value: Expression;
}

export interface If extends Placed {
  readonly kind: "if";
  readonly condition: Expression;
  readonly whenTrue: readonly Statement[];
  readonly whenFalse: readonly Statement[];
}

/** Statements under a heading; printed as a comment above them. */
export interface Block extends Placed {
  readonly kind: "block";
  readonly title?: string;
  readonly doc?: Documentation;
  /** Not interrupted by other packets. */
  readonly atomic: boolean;
  readonly body: readonly Statement[];
}

/** One line of a `switch` on a value: constants, and what is done when it equals one of them. */
export interface SwitchCase {
  readonly values: readonly Expression[];
  readonly body: readonly Statement[];
  readonly source: SourcePosition;
}

/** `switch (on) { … }`; no two cases have a value in common. Only in controls. */
export interface Switch extends Placed {
  readonly kind: "switch";
  readonly on: Expression;
  readonly cases: readonly SwitchCase[];
  readonly otherwise: readonly Statement[];
}

export interface ActionRunCase {
  readonly actions: readonly string[];
  readonly body: readonly Statement[];
  readonly source: SourcePosition;
}

/** What follows the application of a table. */
export type ApplyOutcome =
  | { readonly kind: "any" }
  | { readonly kind: "hit"; readonly hit: readonly Statement[]; readonly miss: readonly Statement[] }
  | {
      readonly kind: "actionRun";
      readonly cases: readonly ActionRunCase[];
      readonly otherwise?: readonly Statement[];
    };

/** `table.apply()`, by the table's name in the enclosing control. */
export interface ApplyTable extends Placed {
  readonly kind: "applyTable";
  readonly table: string;
  readonly outcome: ApplyOutcome;
}

/** `control.apply(…)`, by the instance's name in the enclosing control. */
export interface ApplyControl extends Placed {
  readonly kind: "applyControl";
  readonly control: string;
}

/** A direct call of an action, by its name in the enclosing control. */
export interface CallAction extends Placed {
  readonly kind: "callAction";
  readonly action: string;
  /** One for each parameter, in order. */
  readonly args: readonly Expression[];
}

export interface SetValidity extends Placed {
  readonly kind: "setValidity";
  readonly header: Expression;
  readonly valid: boolean;
}

/** `stack.push_front(count)` makes room in front, `stack.pop_front(count)` drops the first. */
export interface ShiftStack extends Placed {
  readonly kind: "shiftStack";
  readonly stack: Expression;
  readonly direction: "push" | "pop";
  readonly count: number;
}

/** One atomic access to a cell of a register. */
export interface ExecuteRegisterAction extends Placed {
  readonly kind: "executeRegisterAction";
  readonly registerAction: string;
  readonly index: Expression;
  /** Takes the register action's output. */
  readonly into?: Expression;
}

/** v1model's own: `register.read(into, index)`. */
export interface RegisterRead extends Placed {
  readonly kind: "registerRead";
  readonly register: string;
  readonly index: Expression;
  readonly into: Expression;
}

/** v1model's own: `register.write(index, value)`. */
export interface RegisterWrite extends Placed {
  readonly kind: "registerWrite";
  readonly register: string;
  readonly index: Expression;
  readonly value: Expression;
}

/** Counts the packet; `index` is absent for a direct counter. */
export interface Count extends Placed {
  readonly kind: "count";
  readonly counter: string;
  readonly index?: Expression;
}

/** Meters the packet; `index` is absent for a direct meter. */
export interface ExecuteMeter extends Placed {
  readonly kind: "executeMeter";
  readonly meter: string;
  readonly index?: Expression;
  /** Takes the colour: 0 green, 1 yellow, 2 red. */
  readonly into: Expression;
}

export type HashAlgorithm = "crc16" | "crc32" | "csum16" | "identity" | "xor16" | "random";

/** `into = base + hash(inputs) mod modulus`; without base and modulus, the hash cut to the target's width. */
export interface Hash extends Placed {
  readonly kind: "hash";
  readonly into: Expression;
  readonly algorithm: HashAlgorithm;
  readonly inputs: readonly Expression[];
  readonly range?: { readonly base: Expression; readonly modulus: Expression };
}

/** A random number from `low` to `high`, both included. */
export interface Random extends Placed {
  readonly kind: "random";
  readonly into: Expression;
  readonly low: Expression;
  readonly high: Expression;
}

/** Sends a message of a digest to the controller. */
export interface SendDigest extends Placed {
  readonly kind: "sendDigest";
  readonly digest: string;
  /** One for each field of the digest, in order. */
  readonly values: readonly Expression[];
}

/** Sends one copy of the packet to `port`. */
export interface SendToPort extends Placed {
  readonly kind: "sendToPort";
  readonly port: Expression;
}

/** Sends a copy to every member of a multicast group. */
export interface Multicast extends Placed {
  readonly kind: "multicast";
  readonly group: Expression;
}

export interface Drop extends Placed {
  readonly kind: "drop";
}

/** Chooses the queue: greater goes first. */
export interface SetPriority extends Placed {
  readonly kind: "setPriority";
  readonly priority: Expression;
}

/** Sends the packet, as the deparser makes it, through the switch once more, with these metadata fields. */
export interface Recirculate extends Placed {
  readonly kind: "recirculate";
  readonly preserved: readonly Expression[];
}

/** Sends the packet as it came in to the parser again, with these metadata fields. Ingress only. */
export interface Resubmit extends Placed {
  readonly kind: "resubmit";
  readonly preserved: readonly Expression[];
}

/** Makes a copy for a clone session, with these metadata fields. */
export interface Clone extends Placed {
  readonly kind: "clone";
  readonly from: "ingress" | "egress";
  readonly session: Expression;
  readonly preserved: readonly Expression[];
}

/** Cuts the packet, headers included, to `length` bytes. */
export interface Truncate extends Placed {
  readonly kind: "truncate";
  readonly length: Expression;
}

/** Stops the parser with `error` unless `condition`. Only in parsers. */
export interface Verify extends Placed {
  readonly kind: "verify";
  readonly condition: Expression;
  readonly error: Expression;
}

/** Takes a header from the packet. Only in parsers. */
export interface Extract extends Placed {
  readonly kind: "extract";
  readonly header: Expression;
  /** Bits of the header's varbit field. */
  readonly varbitLength?: Expression;
}

/** Skips bits of the packet. Only in parsers. */
export interface Advance extends Placed {
  readonly kind: "advance";
  readonly bits: Expression;
}

/** Logs `text`, where each `{}` is an argument. */
export interface LogMessage extends Placed {
  readonly kind: "logMessage";
  readonly text: string;
  readonly args: readonly Expression[];
}

/** Stops the switch when `condition` does not hold. */
export interface Assert extends Placed {
  readonly kind: "assert";
  readonly condition: Expression;
  /** `assume` tells a checker what it may take as given. */
  readonly form: "assert" | "assume";
}

/** Ends the whole ingress or egress. */
export interface Exit extends Placed {
  readonly kind: "exit";
}

/** Ends the enclosing action or control. */
export interface Return extends Placed {
  readonly kind: "return";
}

export type Statement =
  | Assign
  | If
  | Switch
  | Block
  | ApplyTable
  | ApplyControl
  | CallAction
  | SetValidity
  | ShiftStack
  | ExecuteRegisterAction
  | RegisterRead
  | RegisterWrite
  | Count
  | ExecuteMeter
  | Hash
  | Random
  | SendDigest
  | SendToPort
  | Multicast
  | Drop
  | SetPriority
  | Recirculate
  | Resubmit
  | Clone
  | Truncate
  | Verify
  | Extract
  | Advance
  | LogMessage
  | Assert
  | Exit
  | Return;
