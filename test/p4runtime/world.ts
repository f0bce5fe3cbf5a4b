// A server with one device on a free port, and clients that are closed with it.
import type { TestContext } from "node:test";
import {
  type ConnectOptions,
  type Entity,
  P4RuntimeClient,
  P4RuntimeServer,
  type Pipeline,
  tableEntry,
} from "p4runtime-js-grpc";
import { programBytes } from "./program.js";
import { StorePipeline } from "./store-pipeline.js";

export const deviceId = 7n;
export const config = {
  p4info: programBytes,
  deviceConfig: new TextEncoder().encode("{}"),
  cookie: 2n ** 64n - 1n,
};

export interface World {
  readonly pipeline: StorePipeline;
  readonly address: string;
  connect(options?: Partial<ConnectOptions>): Promise<P4RuntimeClient>;
}

/** Everything is closed when the test ends. */
export async function startWorld(test: TestContext, more: [bigint, Pipeline][] = []): Promise<World> {
  const pipeline = new StorePipeline();
  const server = new P4RuntimeServer(new Map<bigint, Pipeline>([[deviceId, pipeline], ...more]));
  const port = await server.listen({ port: 0 });
  const address = `127.0.0.1:${port}`;
  const clients: P4RuntimeClient[] = [];
  test.after(async () => {
    for (const client of clients) await client.close();
    await server.close();
  });
  return {
    pipeline,
    address,
    async connect(options = {}) {
      const client = await P4RuntimeClient.connect({
        address,
        deviceId,
        electionId: 1n,
        timeoutMs: 60_000,
        ...options,
      });
      clients.push(client);
      return client;
    },
  };
}

/** A world with a primary that has set the pipeline. */
export async function startPrimary(test: TestContext): Promise<World & { readonly client: P4RuntimeClient }> {
  const world = await startWorld(test);
  const client = await world.connect();
  await client.setPipeline(config);
  return { ...world, client };
}

export async function readAll(client: P4RuntimeClient, ...filters: Entity[]): Promise<Entity[]> {
  const entities: Entity[] = [];
  for await (const entity of client.read(filters)) entities.push(entity);
  return entities;
}

/** An entry of `ingress.exact`. */
export function exactEntry(low: number, port = 1n): Entity {
  return tableEntry({
    table: "ingress.exact",
    match: {
      "meta.low": { kind: "exact", value: BigInt(low) },
      "meta.wide": { kind: "exact", value: 1n << 127n },
    },
    action: {
      kind: "action",
      value: { action: "ingress.forward", params: { port, address: 0x0200_0000_0001n } },
    },
  });
}

/** The next time that an event of a client comes. */
export function next<
  Name extends "packetIn" | "arbitration" | "primaryLost" | "closed" | "streamError" | "digest",
>(client: P4RuntimeClient, name: Name): Promise<Parameters<Parameters<typeof client.on<Name>>[1]>[0]> {
  return new Promise((resolve) => {
    const stop = client.on(name, (...args) => {
      stop();
      resolve(args[0]);
    });
  });
}
