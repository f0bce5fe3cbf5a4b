import type {
  CounterData,
  CounterEntry,
  DigestEntry,
  MeterConfig,
  MeterEntry,
  RegisterEntry,
} from "p4runtime-js-grpc/values";
import type { Control } from "../ir/index.js";
import { type CellValue, decodeCell, encodeCell } from "./cell-values.js";
import type { Counter, Digest, Meter } from "./externs.js";
import type { FieldSpecs } from "./fields.js";
import type { HeaderSpecOf } from "./header.js";
import { pathOf } from "./paths.js";
import { here, withPosition } from "./position.js";
import { refuse } from "./refuse.js";
import type { CellSpec, Register } from "./register.js";
import { constantValue, expressionOf, type LiteralOf } from "./value.js";

export type Registers = Readonly<Record<string, Register>>;
export type Counters = Readonly<Record<string, Counter>>;
export type Meters = Readonly<Record<string, Meter>>;
export type Digests = Readonly<Record<string, Digest<FieldSpecs>>>;

/** A register as the control plane sees it. */
export interface RegisterHandle<Cell extends CellSpec = CellSpec> {
  /** The name in P4Info. */
  readonly name: string;
  readonly size: number;
  /** One cell, or all without an index; with `data`, what to write. */
  entry(index?: number, data?: CellValue<Cell>): RegisterEntry;
  /** What a cell that was read holds. */
  decode(data: bigint): CellValue<Cell>;
}

/** An array of counters as the control plane sees it. */
export interface CounterHandle {
  readonly name: string;
  entry(index?: number, data?: CounterData): CounterEntry;
}

/** An array of meters as the control plane sees it. */
export interface MeterHandle {
  readonly name: string;
  entry(index?: number, config?: MeterConfig): MeterEntry;
}

/** How a switch batches the messages of a digest. */
export interface DigestOptions {
  readonly maxTimeoutNs?: bigint;
  readonly maxListSize?: number;
  readonly ackTimeoutNs?: bigint;
}

/** A digest as the control plane sees it. */
export interface DigestHandle<Fields extends FieldSpecs> {
  readonly name: string;
  entry(options?: DigestOptions): DigestEntry;
  /** A message's values by field. */
  decode(sample: readonly bigint[]): { readonly [F in keyof Fields]: bigint };
}

export type RegisterHandles<R extends Registers> = {
  readonly [N in keyof R]: R[N] extends Register<infer Cell> ? RegisterHandle<Cell> : never;
};
export type CounterHandles<C extends Counters> = { readonly [N in keyof C]: CounterHandle };
export type MeterHandles<M extends Meters> = { readonly [N in keyof M]: MeterHandle };
export type DigestHandles<D extends Digests> = {
  readonly [N in keyof D]: D[N] extends Digest<infer Fields> ? DigestHandle<Fields> : never;
};

/** The handles of a program's registers. */
export function registerHandles<R extends Registers>(
  registers: R,
  controls: readonly Control[],
): RegisterHandles<R> {
  return mapped(registers, (register): RegisterHandle => {
    const name = pathOf("registers", register, controls);
    const { cell, size } = register;
    const entry = (index?: number, data?: CellValue<CellSpec>): RegisterEntry => ({
      kind: "registerEntry",
      register: name,
      ...(index !== undefined && { index }),
      ...(data !== undefined && { data: withPosition((source) => encodeCell(cell.ir, data, source)) }),
    });
    return Object.freeze({ name, size, entry, decode: (data: bigint) => decodeCell(cell.ir, data) });
  }) as RegisterHandles<R>;
}

/** The handles of a program's counters. */
export function counterHandles<C extends Counters>(
  counters: C,
  controls: readonly Control[],
): CounterHandles<C> {
  return mapped(counters, (counter): CounterHandle => {
    const name = pathOf("counters", counter, controls);
    const entry = (index?: number, data?: CounterData): CounterEntry => ({
      kind: "counterEntry",
      counter: name,
      ...(index !== undefined && { index }),
      ...(data !== undefined && { data }),
    });
    return Object.freeze({ name, entry });
  }) as CounterHandles<C>;
}

/** The handles of a program's meters. */
export function meterHandles<M extends Meters>(meters: M, controls: readonly Control[]): MeterHandles<M> {
  return mapped(meters, (meter): MeterHandle => {
    const name = pathOf("meters", meter, controls);
    const entry = (index?: number, config?: MeterConfig): MeterEntry => ({
      kind: "meterEntry",
      meter: name,
      ...(index !== undefined && { index }),
      ...(config !== undefined && { config }),
    });
    return Object.freeze({ name, entry });
  }) as MeterHandles<M>;
}

/** The handles of a program's digests; P4Info knows a digest by the name of its struct alone. */
export function digestHandles<D extends Digests>(digests: D, controls: readonly Control[]): DigestHandles<D> {
  return mapped(digests, (digest): DigestHandle<FieldSpecs> => {
    pathOf("digests", digest, controls);
    const { name, fields } = digest;
    const entry = (options: DigestOptions = {}): DigestEntry => {
      const { maxTimeoutNs = 0n, maxListSize = 1, ackTimeoutNs = 0n } = options;
      return { kind: "digestEntry", digest: name, maxTimeoutNs, maxListSize, ackTimeoutNs };
    };
    const decode = (sample: readonly bigint[]) =>
      Object.fromEntries(Object.keys(fields).map((field, position) => [field, sample[position] ?? 0n]));
    return Object.freeze({ name, entry, decode });
  }) as DigestHandles<D>;
}

function mapped<T, H>(
  things: Readonly<Record<string, T>>,
  handle: (thing: T) => H,
): Readonly<Record<string, H>> {
  return Object.freeze(
    Object.fromEntries(Object.entries(things).map(([key, thing]) => [key, handle(thing)])),
  );
}

/** The metadata of packets between switch and controller, as P4Runtime carries it. */
export interface PacketMetadata<Fields extends FieldSpecs> {
  encode(values: { readonly [F in keyof Fields]: LiteralOf<Fields[F]> }): Readonly<Record<string, bigint>>;
  /** @throws CodedError `DSL-ARGUMENT` when a field is missing. */
  decode(metadata: Readonly<Record<string, bigint>>): { readonly [F in keyof Fields]: bigint };
}

/**
 * Reads and writes the metadata of packet-in and packet-out messages by the fields of their header.
 *
 * @example
 * ```ts
 * const packetOut = controllerHeader("packet_out", header("packet_out_t", { egressPort: bit(16) }));
 * const metadataOfPacket = packetMetadata(packetOut).encode({ egressPort: 3 });
 * ```
 */
export function packetMetadata<Fields extends FieldSpecs>(
  header: HeaderSpecOf<Fields>,
): PacketMetadata<Fields> {
  const { fields, name: headerName } = header.ir;
  const encode = (values: Readonly<Record<string, unknown>>) =>
    withPosition((source) =>
      Object.fromEntries(
        fields.map(({ name, type }) => [
          name,
          constantValue(expressionOf(type, values[name], source), source),
        ]),
      ),
    );
  const decode = (metadata: Readonly<Record<string, bigint>>) =>
    Object.fromEntries(
      fields.map(({ name }) => {
        const value = metadata[name];
        if (value !== undefined) return [name, value];
        const message = `the packet has no metadata "${name}" of ${headerName}`;
        return refuse("DSL-ARGUMENT", here(), message, "Is it a packet of this program's switch?");
      }),
    );
  return { encode, decode: decode as PacketMetadata<Fields>["decode"] };
}
