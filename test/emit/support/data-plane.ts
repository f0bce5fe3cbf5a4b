import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type ClientDuplexStream, credentials, Client as GrpcClient, status } from "@grpc/grpc-js";

/** A frame at a port of a switch. */
export interface PortFrame {
  readonly port: number;
  readonly frame: Uint8Array;
}

/** A switch that has just been started takes no frames yet. */
const attemptsMax = 100;

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === status.UNAVAILABLE;
}

const path = "/p4.bm.DataplaneInterface/PacketStream";

/**
 * The ports of a simple_switch_grpc that was started with `--dp-grpc-server-addr`: frames go in and come out over
 * gRPC streams (`p4.bm.DataplaneInterface`, services/p4/bm/dataplane_interface.proto of behavioral-model).
 */
export class DataPlane {
  readonly #client: GrpcClient;
  readonly #deviceId: bigint;

  constructor(address: string, deviceId: bigint) {
    this.#deviceId = deviceId;
    this.#client = new GrpcClient(address, credentials.createInsecure());
  }

  /**
   * Lets frames in, one behind the other, and gives back all that comes out because of them: the switch ends the
   * stream when no packet is left in it.
   */
  async exchange(frames: readonly PortFrame[]): Promise<readonly PortFrame[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#exchangeOnce(frames);
      } catch (error) {
        if (!isUnavailable(error) || attempt === attemptsMax) throw error;
        await sleep(100);
      }
    }
  }

  async #exchangeOnce(frames: readonly PortFrame[]): Promise<readonly PortFrame[]> {
    const stream = this.#stream();
    const left: PortFrame[] = [];
    stream.on("data", (each: PortFrame) => left.push(each));
    const ended = once(stream, "end");
    for (const frame of frames) stream.write(frame);
    stream.end();
    await ended;
    return left;
  }

  /** For programs in which packets wait: what comes out is taken when it comes. */
  converse(): Conversation {
    return new Conversation(this.#stream());
  }

  #stream(): ClientDuplexStream<PortFrame, PortFrame> {
    return this.#client.makeBidiStreamRequest(path, (each: PortFrame) => this.#encode(each), decode);
  }

  close(): void {
    this.#client.close();
  }

  #encode({ port, frame }: PortFrame): Buffer {
    const writer = new BinaryWriter().tag(2, WireType.Varint).uint64(this.#deviceId);
    writer.tag(3, WireType.Varint).uint32(port).tag(4, WireType.LengthDelimited).bytes(frame);
    return Buffer.from(writer.finish());
  }
}

/** One stream of frames into a switch and out of it. */
export class Conversation {
  readonly #stream: ClientDuplexStream<PortFrame, PortFrame>;
  readonly #arrived: PortFrame[] = [];
  #wake: () => void = () => {};

  constructor(stream: ClientDuplexStream<PortFrame, PortFrame>) {
    this.#stream = stream;
    stream.on("data", (each: PortFrame) => {
      this.#arrived.push(each);
      this.#wake();
    });
    // The switch is killed at the end of a test, and the stream with it.
    stream.on("error", () => {});
  }

  send(frame: PortFrame): void {
    this.#stream.write(frame);
  }

  /** Takes what has come out, once it is at least `count` frames; fewer when they do not come in time. */
  async take(count: number, withinMs: number): Promise<readonly PortFrame[]> {
    const deadlineMs = performance.now() + withinMs;
    while (this.#arrived.length < count && performance.now() < deadlineMs) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadlineMs - performance.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#arrived.splice(0);
  }

  close(): void {
    this.#stream.cancel();
  }
}

function decode(bytes: Uint8Array): PortFrame {
  const reader = new BinaryReader(bytes);
  let port = 0;
  let frame: Uint8Array = new Uint8Array(0);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 3) port = reader.uint32();
    else if (field === 4) frame = reader.bytes();
    else reader.skip(wireType);
  }
  return { port, frame };
}
