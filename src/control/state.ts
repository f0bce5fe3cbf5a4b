import type { CounterData, MeterConfig, RegisterEntry } from "p4runtime-js-grpc/values";
import type { CounterHandle, MeterHandle } from "../dsl/index.js";
import { type ControlChannel, readAll, writeOne } from "./channel.js";

/** A register's handle, as far as a client needs it. */
export interface AnyRegisterHandle {
  readonly name: string;
  entry(index?: number, data?: never): RegisterEntry;
  decode(data: bigint): unknown;
}

type CellOf<H extends AnyRegisterHandle> = ReturnType<H["decode"]>;

/** A register of one switch; simple_switch answers UNIMPLEMENTED to all of it. */
export interface RegisterClient<H extends AnyRegisterHandle> {
  read(index: number): Promise<CellOf<H>>;
  /** All cells, in their order. */
  readAll(): Promise<readonly CellOf<H>[]>;
  write(index: number, data: CellOf<H>): Promise<void>;
}

export function registerClient<H extends AnyRegisterHandle>(
  handle: H,
  channel: ControlChannel,
): RegisterClient<H> {
  const register = handle as AnyRegisterHandle & { entry(index?: number, data?: unknown): RegisterEntry };
  const cells = async (filter: RegisterEntry): Promise<readonly unknown[]> => {
    const found = await readAll(channel, filter);
    return found.flatMap((entity) =>
      entity.kind === "registerEntry" ? [register.decode(entity.data ?? 0n)] : [],
    );
  };
  const client = {
    read: async (index: number) => (await cells(register.entry(index)))[0],
    readAll: () => cells(register.entry()),
    write: (index: number, data: unknown) => writeOne(channel, "modify", register.entry(index, data)),
  };
  return Object.freeze(client) as RegisterClient<H>;
}

/** An array of counters of one switch. */
export interface CounterClient {
  read(index: number): Promise<CounterData>;
  readAll(): Promise<readonly CounterData[]>;
  /** Sets a counter; without data, to zero. */
  write(index: number, data?: CounterData): Promise<void>;
}

const nothingCounted: CounterData = Object.freeze({ bytes: 0n, packets: 0n });

export function counterClient(handle: CounterHandle, channel: ControlChannel): CounterClient {
  const counts = async (index?: number): Promise<readonly CounterData[]> => {
    const found = await readAll(channel, handle.entry(index));
    return found.flatMap((entity) => (entity.kind === "counterEntry" ? [entity.data ?? nothingCounted] : []));
  };
  return Object.freeze({
    read: async (index: number) => (await counts(index))[0] ?? nothingCounted,
    readAll: () => counts(),
    write: (index: number, data: CounterData = nothingCounted) =>
      writeOne(channel, "modify", handle.entry(index, data)),
  });
}

/** An array of meters of one switch. */
export interface MeterClient {
  /** Undefined: every packet is green. */
  read(index: number): Promise<MeterConfig | undefined>;
  /** Without a config, every packet is green from now on. */
  write(index: number, config?: MeterConfig): Promise<void>;
}

export function meterClient(handle: MeterHandle, channel: ControlChannel): MeterClient {
  return Object.freeze({
    read: async (index: number) => {
      const [found] = await readAll(channel, handle.entry(index));
      return found?.kind === "meterEntry" ? found.config : undefined;
    },
    write: (index: number, config?: MeterConfig) => writeOne(channel, "modify", handle.entry(index, config)),
  });
}
