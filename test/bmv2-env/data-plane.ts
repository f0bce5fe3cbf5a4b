import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type ClientDuplexStream, credentials, Client as GrpcClient } from "@grpc/grpc-js";

/** A frame at a port of a switch. */
export interface PortFrame {
  readonly port: number;
  readonly frame: Uint8Array;
}

/**
 * The ports of a simple_switch_grpc that was started with `--dp-grpc-server-addr`: frames go in and come out over one
 * gRPC stream (`p4.bm.DataplaneInterface`, services/p4/bm/dataplane_interface.proto of behavioral-model).
 */
export class DataPlane {
  readonly #client: GrpcClient;
  readonly #stream: ClientDuplexStream<PortFrame, PortFrame>;
  readonly #deviceId: bigint;
  readonly #arrived: PortFrame[] = [];
  #wake: () => void = () => {};

  constructor(address: string, deviceId: bigint) {
    this.#deviceId = deviceId;
    this.#client = new GrpcClient(address, credentials.createInsecure());
    const path = "/p4.bm.DataplaneInterface/PacketStream";
    this.#stream = this.#client.makeBidiStreamRequest(path, (each) => this.#encode(each), decode);
    this.#stream.on("data", (each: PortFrame) => {
      this.#arrived.push(each);
      this.#wake();
    });
    // The switch is killed at the end of a test, and the stream with it.
    this.#stream.on("error", () => {});
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
    this.#client.close();
  }

  #encode({ port, frame }: PortFrame): Buffer {
    const writer = new BinaryWriter().tag(2, WireType.Varint).uint64(this.#deviceId);
    writer.tag(3, WireType.Varint).uint32(port).tag(4, WireType.LengthDelimited).bytes(frame);
    return Buffer.from(writer.finish());
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
