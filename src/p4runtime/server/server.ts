import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { P4RuntimeError } from "../errors.js";
import { p4RuntimeService } from "../grpc/service.js";
import { toCallStatus } from "../grpc/status.js";
import type { p4 } from "../messages/index.js";
import type { Pipeline } from "../pipeline.js";
import { Device } from "./device.js";
import { asP4RuntimeError } from "./fault.js";
import { streamAnswers } from "./stream-answers.js";
import { StreamChannel } from "./stream-channel.js";

/** The version of the P4Runtime API that this package implements. */
export const apiVersion = "1.5.0";

/** PEM texts. With `clientCertificates`, only controllers with a certificate signed by one of them come in. */
export interface ServerTls {
  readonly certificate: Uint8Array;
  readonly privateKey: Uint8Array;
  readonly clientCertificates?: Uint8Array;
}

export interface ListenOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  readonly tls?: ServerTls;
}

const messageBytesMax = 128 * 1024 * 1024;
const closingMsMax = 1_000;

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
  readonly #server = new Server({
    "grpc.max_receive_message_length": messageBytesMax,
    "grpc.keepalive_time_ms": 10_000,
    "grpc.keepalive_timeout_ms": 5_000,
  });

  /** @param pipelines the switches by device id; 0 is one as well, which controllers of BMv2 use */
  constructor(pipelines: ReadonlyMap<bigint, Pipeline>) {
    this.#devices = new Map([...pipelines].map(([id, pipeline]) => [id, new Device(id, pipeline)]));
    this.#server.addService(p4RuntimeService, {
      write: this.#unary<p4.WriteRequest, p4.WriteResponse>(
        (request) => {
          this.#device(request.deviceId).write(request);
          return {};
        },
        (request) => request.updates.length,
      ),
      setForwardingPipelineConfig: this.#unary<
        p4.SetForwardingPipelineConfigRequest,
        p4.SetForwardingPipelineConfigResponse
      >((request) => {
        this.#device(request.deviceId).setConfig(request);
        return {};
      }),
      getForwardingPipelineConfig: this.#unary<
        p4.GetForwardingPipelineConfigRequest,
        p4.GetForwardingPipelineConfigResponse
      >((request) => this.#device(request.deviceId).getConfig(request)),
      capabilities: this.#unary<p4.CapabilitiesRequest, p4.CapabilitiesResponse>((request) => {
        if (request.deviceId !== 0n) this.#device(request.deviceId);
        return { p4runtimeApiVersion: apiVersion, experimental: undefined };
      }),
      read: (call: ServerWritableStream<p4.ReadRequest, p4.ReadResponse>) => this.#read(call),
      streamChannel: (call: ServerDuplexStream<p4.StreamMessageRequest, p4.StreamMessageResponse>) =>
        this.#openStream(call),
    });
  }

  /** Starts to listen and returns the port. */
  listen(options: ListenOptions): Promise<number> {
    const host = options.host ?? "127.0.0.1";
    const address = `${host.includes(":") ? `[${host}]` : host}:${options.port}`;
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(address, credentials(options.tls), (error, port) => {
        if (error === null) resolve(port);
        else
          reject(
            new P4RuntimeError("UNAVAILABLE", `cannot listen on ${address}: ${error.message}`, {
              cause: error,
            }),
          );
      });
    });
  }

  /** Ends all streams and stops listening. Calls that are running have a second to come to their end. */
  async close(): Promise<void> {
    for (const stream of this.#streams)
      stream.end(new P4RuntimeError("UNAVAILABLE", "the server is closing"));
    await new Promise<void>((resolve) => {
      const patience = setTimeout(() => {
        this.#server.forceShutdown();
        resolve();
      }, closingMsMax);
      this.#server.tryShutdown(() => {
        clearTimeout(patience);
        resolve();
      });
    });
  }

  #device(id: bigint): Device {
    const device = this.#devices.get(id);
    if (device !== undefined) return device;
    throw new P4RuntimeError("NOT_FOUND", `there is no device ${id}`);
  }

  #read(call: ServerWritableStream<p4.ReadRequest, p4.ReadResponse>): void {
    streamAnswers(call, call.request.entities.length, () =>
      this.#device(call.request.deviceId).read(call.request),
    );
  }

  #openStream(call: ServerDuplexStream<p4.StreamMessageRequest, p4.StreamMessageResponse>): void {
    const stream = new StreamChannel(call, (id) => this.#device(id));
    this.#streams.add(stream);
    call.on("close", () => this.#streams.delete(stream));
  }

  #unary<Request, Response>(
    answer: (request: Request) => Response,
    batchSize: (request: Request) => number = () => 0,
  ): (call: ServerUnaryCall<Request, Response>, respond: sendUnaryData<Response>) => void {
    return (call, respond) => {
      try {
        respond(null, answer(call.request));
      } catch (error) {
        respond(toCallStatus(asP4RuntimeError(error), batchSize(call.request)));
      }
    };
  }
}

function credentials(tls: ServerTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const pair = { private_key: Buffer.from(tls.privateKey), cert_chain: Buffer.from(tls.certificate) };
  const { clientCertificates } = tls;
  if (clientCertificates === undefined) return ServerCredentials.createSsl(null, [pair]);
  return ServerCredentials.createSsl(Buffer.from(clientCertificates), [pair], true);
}
