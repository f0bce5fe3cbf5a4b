import { once } from "node:events";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
} from "node:http2";

/** Before each message: one byte that says "not compressed", and the length. */
const prefixBytes = 5;

/**
 * One connection to a gRPC server that sends messages encoded before and does not look into answers: it costs the
 * machine so little that what is measured is the server.
 */
export class GrpcConnection {
  readonly #session: ClientHttp2Session;

  private constructor(session: ClientHttp2Session) {
    this.#session = session;
  }

  /** @param address `host:port` */
  static async open(address: string): Promise<GrpcConnection> {
    const session = connect(`http://${address}`, { settings: { initialWindowSize: 8 * 1024 * 1024 } });
    await once(session, "connect");
    return new GrpcConnection(session);
  }

  /**
   * Makes a call with one message and gives the bytes of the answer. It throws when the server refuses.
   *
   * @param path for example `/p4.v1.P4Runtime/Write`
   * @param request from `framed`
   */
  call(path: string, request: Uint8Array): Promise<Buffer> {
    const stream = this.#session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.end(request);
    return answerOf(stream);
  }

  close(): void {
    this.#session.close();
  }
}

function answerOf(stream: ClientHttp2Stream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let status: IncomingHttpHeaders = {};
    const keep = (headers: IncomingHttpHeaders) => {
      if (headers["grpc-status"] !== undefined) status = headers;
    };
    stream.on("response", keep);
    stream.on("trailers", keep);
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("error", reject);
    stream.on("close", () => {
      if (status["grpc-status"] === "0") resolve(Buffer.concat(parts));
      else reject(new Error(`gRPC status ${status["grpc-status"]}: ${status["grpc-message"]}`));
    });
  });
}

/** A message as gRPC sends it. */
export function framed(message: Uint8Array): Buffer {
  const bytes = Buffer.alloc(prefixBytes + message.length);
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, prefixBytes);
  return bytes;
}

/** The messages of an answer. */
export function messagesIn(answer: Buffer): readonly Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < answer.length; ) {
    const end = at + prefixBytes + answer.readUInt32BE(at + 1);
    messages.push(answer.subarray(at + prefixBytes, end));
    at = end;
  }
  return messages;
}
