import { P4RuntimeError } from "../errors.js";
import { GrpcServer, type ServerTls } from "../grpc/server/grpc-server.js";
import { bidirectionalMethod, type Method, serverStreamMethod, unaryMethod } from "../grpc/server/methods.js";
import { p4RuntimeService } from "../grpc/service.js";
import type { Pipeline } from "../pipeline.js";
import { Device } from "./device.js";
import { StreamChannel } from "./stream-channel.js";

/** The version of the P4Runtime API that this package implements. */
export const apiVersion = "1.5.0";

export type { ServerTls };

export interface ListenOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  readonly tls?: ServerTls;
}

const limits = { messageBytesMax: 128 * 1024 * 1024, keepaliveMs: 10_000, keepaliveTimeoutMs: 5_000 };

/**
 * A P4Runtime server for one or more switches.
 *
 * @example
 * const server = new P4RuntimeServer(new Map([[1n, pipeline]]));
 * const port = await server.listen({ port: 0 });
 * …
 * await server.close();
 */
export class P4RuntimeServer {
  readonly #devices: ReadonlyMap<bigint, Device>;
  readonly #streams = new Set<StreamChannel>();
  readonly #server = new GrpcServer(this.#methods(), limits);

  /** @param pipelines the switches by device id; 0 is one as well, which controllers of BMv2 use */
  constructor(pipelines: ReadonlyMap<bigint, Pipeline>) {
    this.#devices = new Map([...pipelines].map(([id, pipeline]) => [id, new Device(id, pipeline)]));
  }

  /** Starts to listen and returns the port. */
  async listen({ host = "127.0.0.1", port, tls }: ListenOptions): Promise<number> {
    try {
      return await this.#server.listen(host, port, tls);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new P4RuntimeError("UNAVAILABLE", `cannot listen on ${host} port ${port}: ${reason}`, { cause });
    }
  }

  /** Ends all streams and stops listening. Calls that are running have a second to come to their end. */
  async close(): Promise<void> {
    for (const stream of this.#streams)
      stream.end(new P4RuntimeError("UNAVAILABLE", "the server is closing"));
    await this.#server.close();
  }

  #methods(): Method[] {
    const service = p4RuntimeService;
    return [
      unaryMethod(
        service.write,
        (request) => {
          this.#device(request.deviceId).write(request);
          return {};
        },
        (request) => request.updates.length,
      ),
      serverStreamMethod(
        service.read,
        (request) => this.#device(request.deviceId).read(request),
        (request) => request.entities.length,
      ),
      unaryMethod(service.setForwardingPipelineConfig, (request) => {
        this.#device(request.deviceId).setConfig(request);
        return {};
      }),
      unaryMethod(service.getForwardingPipelineConfig, (request) =>
        this.#device(request.deviceId).getConfig(request),
      ),
      bidirectionalMethod(service.streamChannel, (client) => {
        const stream = new StreamChannel(client, (id) => this.#device(id));
        this.#streams.add(stream);
        return {
          message: (message) => stream.receive(message),
          end: () => stream.end(),
          over: () => {
            stream.leave();
            this.#streams.delete(stream);
          },
        };
      }),
      unaryMethod(service.capabilities, (request) => {
        if (request.deviceId !== 0n) this.#device(request.deviceId);
        return { p4runtimeApiVersion: apiVersion, experimental: undefined };
      }),
    ];
  }

  #device(id: bigint): Device {
    const device = this.#devices.get(id);
    if (device !== undefined) return device;
    throw new P4RuntimeError("NOT_FOUND", `there is no device ${id}`);
  }
}
