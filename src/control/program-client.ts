import type { Replica } from "p4runtime-js-grpc/values";
import type { CounterHandle, FieldSpecs, MeterHandle, PacketMetadata } from "../dsl/index.js";
import { type ControlChannel, writeOne } from "./channel.js";
import {
  type AnyRegisterHandle,
  type CounterClient,
  counterClient,
  type MeterClient,
  meterClient,
  type RegisterClient,
  registerClient,
} from "./state.js";
import {
  type AnyDigestHandle,
  type DigestClient,
  digestClient,
  type PacketClient,
  packetClient,
} from "./streams.js";
import { type AnyTableHandle, type TableClient, tableClient } from "./tables.js";

/** A program as far as a client needs it: every `SwitchProgram` is one. */
export interface AnyProgram {
  readonly tables: Readonly<Record<string, AnyTableHandle>>;
  readonly registers: Readonly<Record<string, AnyRegisterHandle>>;
  readonly counters: Readonly<Record<string, CounterHandle>>;
  readonly meters: Readonly<Record<string, MeterHandle>>;
  readonly digests: Readonly<Record<string, AnyDigestHandle>>;
  readonly packetIn: PacketMetadata<FieldSpecs>;
  readonly packetOut: PacketMetadata<FieldSpecs>;
}

/** Multicast groups, or clone sessions, by number. */
export interface ReplicationClient {
  insert(id: number, replicas: readonly Replica[]): Promise<void>;
  modify(id: number, replicas: readonly Replica[]): Promise<void>;
  delete(id: number): Promise<void>;
}

/** All of one switch that its program shows, by the names and with the types of the program. */
export interface ProgramClient<P extends AnyProgram> {
  readonly tables: { readonly [N in keyof P["tables"]]: TableClient<P["tables"][N]> };
  readonly registers: { readonly [N in keyof P["registers"]]: RegisterClient<P["registers"][N]> };
  readonly counters: { readonly [N in keyof P["counters"]]: CounterClient };
  readonly meters: { readonly [N in keyof P["meters"]]: MeterClient };
  readonly digests: { readonly [N in keyof P["digests"]]: DigestClient<P["digests"][N]> };
  readonly packets: PacketClient<P["packetIn"], P["packetOut"]>;
  readonly multicastGroups: ReplicationClient;
  readonly cloneSessions: ReplicationClient;
}

/**
 * The typed client of a program's switch. A table that the program does not show, a key field of another width or an
 * action of another table does not compile.
 *
 * @example
 * const client = await P4RuntimeClient.connect({ address: "127.0.0.1:9559", deviceId: 1n, electionId: 1n });
 * const control = programClient(router, client);
 * await control.tables.routes.insert({ dst: { value: 0x0a000000n, prefixLength: 8 } }, router.actions.forward({ port: 1 }));
 * for (const { key, action } of await control.tables.routes.read()) console.log(key.dst, action?.args);
 */
export function programClient<P extends AnyProgram>(program: P, channel: ControlChannel): ProgramClient<P> {
  const client = {
    tables: mapped(program.tables, (handle) => tableClient(handle, channel)),
    registers: mapped(program.registers, (handle) => registerClient(handle, channel)),
    counters: mapped(program.counters, (handle) => counterClient(handle, channel)),
    meters: mapped(program.meters, (handle) => meterClient(handle, channel)),
    digests: mapped(program.digests, (handle) => digestClient(handle, channel)),
    packets: packetClient(program.packetIn, program.packetOut, channel),
    multicastGroups: multicastGroups(channel),
    cloneSessions: cloneSessions(channel),
  };
  return Object.freeze(client) as ProgramClient<P>;
}

function mapped<H, C>(
  handles: Readonly<Record<string, H>>,
  make: (handle: H) => C,
): Readonly<Record<string, C>> {
  const clients = Object.entries(handles).map(([name, handle]) => [name, make(handle)]);
  return Object.freeze(Object.fromEntries(clients));
}

function multicastGroups(channel: ControlChannel): ReplicationClient {
  const entity = (groupId: number, replicas: readonly Replica[]) =>
    ({ kind: "multicastGroup", groupId, replicas }) as const;
  return replication(channel, entity);
}

function cloneSessions(channel: ControlChannel): ReplicationClient {
  const entity = (sessionId: number, replicas: readonly Replica[]) =>
    ({ kind: "cloneSession", sessionId, replicas, classOfService: 0, packetLengthBytes: 0 }) as const;
  return replication(channel, entity);
}

function replication(
  channel: ControlChannel,
  entity: (id: number, replicas: readonly Replica[]) => Parameters<typeof writeOne>[2],
): ReplicationClient {
  return Object.freeze({
    insert: (id: number, replicas: readonly Replica[]) => writeOne(channel, "insert", entity(id, replicas)),
    modify: (id: number, replicas: readonly Replica[]) => writeOne(channel, "modify", entity(id, replicas)),
    delete: (id: number) => writeOne(channel, "delete", entity(id, [])),
  });
}
