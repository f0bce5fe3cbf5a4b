import type { SourcePosition } from "../base/index.js";
import type { Annotation, Documentation } from "./annotations.js";
import type { Expression } from "./expressions.js";
import type { HashAlgorithm, Statement } from "./statements.js";
import type { NumberType, ScalarType, StructType, Type } from "./types.js";

/** What every named thing of a program carries. Names are unique in their control. */
interface Declared {
  readonly name: string;
  readonly annotations: readonly Annotation[];
  readonly doc?: Documentation;
  readonly source: SourcePosition;
}

/** A local variable; without `initial` it has no value until it is set. */
export interface Variable extends Declared {
  readonly kind: "variableDeclaration";
  readonly type: Type;
  readonly initial?: Expression;
}

/** A parameter that the control plane (or a direct call) gives a value. */
export interface Parameter extends Declared {
  readonly kind: "parameterDeclaration";
  readonly type: ScalarType;
}

export interface Action extends Declared {
  readonly kind: "action";
  readonly parameters: readonly Parameter[];
  readonly variables: readonly Variable[];
  readonly body: readonly Statement[];
}

export type MatchKind = "exact" | "lpm" | "ternary" | "range" | "optional" | "selector";

/** A field of a table's key. `name` is what P4Info calls it. */
export interface Key extends Declared {
  readonly kind: "key";
  readonly expression: Expression;
  readonly match: MatchKind;
}

/** An action with its arguments, in order. */
export interface ActionCall {
  readonly action: string;
  readonly args: readonly Expression[];
  readonly source: SourcePosition;
}

/** What one key field, or one select expression, is compared with. */
export type KeySet =
  | { readonly kind: "value"; readonly value: Expression }
  | { readonly kind: "mask"; readonly value: Expression; readonly mask: Expression }
  | { readonly kind: "prefix"; readonly value: Expression; readonly length: number }
  | { readonly kind: "range"; readonly low: Expression; readonly high: Expression }
  | { readonly kind: "inValueSet"; readonly valueSet: string }
  | { readonly kind: "any" };

/** A const entry. The first that matches wins, or the greatest priority where priorities are given. */
export interface Entry {
  readonly keys: readonly KeySet[];
  readonly call: ActionCall;
  readonly priority?: number;
  readonly source: SourcePosition;
}

/** An action that a table may run. */
export interface ActionReference {
  readonly action: string;
  /** `@tableonly` and `@defaultonly`; absent: both. */
  readonly scope?: "tableOnly" | "defaultOnly";
  readonly annotations: readonly Annotation[];
}

/** The name of the action that does nothing; every control has it without declaring it. */
export const noAction = "NoAction";

export interface Table extends Declared {
  readonly kind: "table";
  readonly keys: readonly Key[];
  readonly actions: readonly ActionReference[];
  /** The action of a miss; a constant one cannot be changed by the control plane. */
  readonly defaultAction: { readonly call: ActionCall; readonly isConst: boolean };
  /** The entries that the program itself holds; when there are any, the control plane adds none. */
  readonly entries: readonly Entry[];
  /** Entries that there must be room for. Absent: the target's default. */
  readonly size?: number;
  readonly idleTimeout: boolean;
  /** The name of a direct counter. */
  readonly counter?: string;
  /** The name of a direct meter. */
  readonly meter?: string;
  /** The name of an action profile or selector. */
  readonly implementation?: string;
}

/** An array of cells that live as long as the program is loaded. */
export interface Register extends Declared {
  readonly kind: "register";
  /** A number, or a struct of two numbers of one width. */
  readonly cell: NumberType | StructType;
  readonly size: number;
  /** What every cell starts with. */
  readonly initial?: Expression;
}

/**
 * An atomic function over one cell of a register. Its expressions may use the old cell (`CellReference`),
 * constants, fields and parameters; the output is computed from the old cell too.
 */
export interface RegisterAction extends Declared {
  readonly kind: "registerAction";
  readonly register: string;
  /** The new value of the cell. Absent: the cell stays. */
  readonly cell?: Expression;
  readonly output?: Expression;
}

export type CounterUnit = "packets" | "bytes" | "packetsAndBytes";

export interface Counter extends Declared {
  readonly kind: "counter";
  readonly unit: CounterUnit;
  /** Absent: a direct counter, one for each entry of its table. */
  readonly size?: number;
}

export interface Meter extends Declared {
  readonly kind: "meter";
  readonly unit: "packets" | "bytes";
  /** Absent: a direct meter, one for each entry of its table. */
  readonly size?: number;
}

export interface ActionProfile extends Declared {
  readonly kind: "actionProfile";
  readonly size: number;
  /** Present: a selector, which picks a member of a group by a hash of the selector keys. */
  readonly selector?: { readonly algorithm: HashAlgorithm; readonly outputWidth: number };
}

/** Messages for the controller. P4Info knows a digest by the name of its struct. */
export interface Digest extends Declared {
  readonly kind: "digest";
  readonly type: StructType;
}

/** Values that a parser's select compares with, filled by the control plane. */
export interface ValueSet extends Declared {
  readonly kind: "valueSet";
  /** A number, or a struct whose fields carry `@match`. */
  readonly type: ScalarType | StructType;
  readonly size: number;
}

/**
 * A control block with everything declared in it. References inside it are by name; `name` is the instance's
 * name, so that P4Info names are the path of instances (`ingress.token.accept`).
 */
export interface Control extends Declared {
  readonly kind: "control";
  readonly variables: readonly Variable[];
  readonly registers: readonly Register[];
  readonly registerActions: readonly RegisterAction[];
  readonly counters: readonly Counter[];
  readonly meters: readonly Meter[];
  readonly actionProfiles: readonly ActionProfile[];
  readonly digests: readonly Digest[];
  readonly controls: readonly Control[];
  /** In an order in which an action stands before the actions that call it. */
  readonly actions: readonly Action[];
  readonly tables: readonly Table[];
  readonly body: readonly Statement[];
}

/** One line of a select; one key set for each selected expression, or one value set of structs for all of them. */
export interface SelectCase {
  readonly keys: readonly KeySet[];
  readonly next: string;
  readonly source: SourcePosition;
}

/** Where a parser goes next: the name of a state, `accept` or `reject`. A select without match rejects. */
export type Transition =
  | { readonly kind: "direct"; readonly next: string; readonly source: SourcePosition }
  | {
      readonly kind: "select";
      readonly on: readonly Expression[];
      readonly cases: readonly SelectCase[];
      readonly source: SourcePosition;
    };

export interface ParserState extends Declared {
  readonly kind: "parserState";
  readonly statements: readonly Statement[];
  readonly transition: Transition;
}

export interface Parser extends Declared {
  readonly kind: "parser";
  readonly variables: readonly Variable[];
  readonly valueSets: readonly ValueSet[];
  /** The first is `start`. */
  readonly states: readonly ParserState[];
}

/** The Internet checksum (RFC 1071) of a list of fields, kept in `target`. */
export interface Checksum {
  readonly kind: "checksum";
  readonly target: Expression;
  readonly inputs: readonly Expression[];
  /** When it is there at all. */
  readonly condition: Expression;
  /** Covers the payload after the headers too, as TCP and UDP do. */
  readonly withPayload: boolean;
  readonly source: SourcePosition;
}
