import type { Action } from "./action.js";
import type { ControlFlow, Table } from "./control.js";
import type { BooleanExpression } from "./expression.js";
import type { Field, Header, Layout } from "./headers.js";
import type { Parser, ParserErrors, ValueSet } from "./parser.js";

export interface Register {
  readonly name: string;
  readonly index: number;
  readonly size: number;
  readonly width: number;
}

export interface Counter {
  readonly name: string;
  readonly index: number;
  readonly size: number;
}

export interface Meter {
  readonly name: string;
  readonly index: number;
  readonly size: number;
  readonly unit: "packets" | "bytes";
  readonly direct: boolean;
}

export type CalculationInput =
  | { readonly kind: "field"; readonly field: Field }
  | { readonly kind: "constant"; readonly value: bigint; readonly width: number }
  | { readonly kind: "header"; readonly header: Header }
  | { readonly kind: "payload" };

/** A hash or checksum over fields. Fields of headers that are not valid are left out. */
export interface Calculation {
  readonly name: string;
  readonly index: number;
  readonly algorithm: string;
  readonly inputs: readonly CalculationInput[];
}

export interface Checksum {
  readonly name: string;
  readonly target: Field;
  readonly calculation: number;
  readonly condition?: BooleanExpression;
}

export interface ActionProfile {
  readonly name: string;
  readonly index: number;
  readonly size: number;
  /** Present: members may be chosen by a hash of these fields. */
  readonly selector?: number;
}

/** What a digest carries. */
export interface DigestDefinition {
  readonly name: string;
  readonly id: number;
  readonly fields: readonly Field[];
}

/**
 * The fields through which simple_switch and a program talk. A field that a program does not have is a spare
 * word of the PHV that nobody reads.
 */
export interface IntrinsicFields {
  readonly ingressPort: Field;
  readonly egressSpec: Field;
  readonly egressPort: Field;
  readonly instanceType: Field;
  readonly packetLength: Field;
  readonly parserError: Field;
  readonly checksumError: Field;
  readonly ingressTimestamp: Field;
  readonly egressTimestamp: Field;
  readonly multicastGroup: Field;
  readonly egressRid: Field;
  readonly priority: Field;
  readonly enqueueTimestamp: Field;
  readonly enqueueDepth: Field;
  readonly dequeueDelta: Field;
  readonly dequeueDepth: Field;
  readonly queueId: Field;
}

/** A whole program: the BMv2 JSON, checked, with every name resolved. */
export interface Program {
  readonly name: string;
  readonly layout: Layout;
  readonly intrinsic: IntrinsicFields;
  readonly errors: ParserErrors;
  readonly parser: Parser;
  readonly valueSets: readonly ValueSet[];
  readonly ingress: ControlFlow;
  readonly egress: ControlFlow;
  /** Headers in the order in which they are put back. */
  readonly deparser: readonly Header[];
  readonly tables: readonly Table[];
  readonly actions: readonly Action[];
  readonly profiles: readonly ActionProfile[];
  readonly registers: readonly Register[];
  readonly counters: readonly Counter[];
  readonly meters: readonly Meter[];
  readonly calculations: readonly Calculation[];
  readonly verifiedChecksums: readonly Checksum[];
  readonly updatedChecksums: readonly Checksum[];
  readonly digests: readonly DigestDefinition[];
  /** Fields that the program names somewhere: values of others need not be there. */
  readonly mentioned: ReadonlySet<Field>;
  /** Fields that a copy of a packet keeps, by the id of the list. */
  readonly fieldLists: ReadonlyMap<number, readonly Field[]>;
}
