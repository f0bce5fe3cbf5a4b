import { once } from "node:events";
import { connect, type Socket } from "node:net";
import {
  type Frame,
  FrameReader,
  flags,
  frame,
  frameHeader,
  frameTypes,
  literalField,
  windowUpdate,
} from "./http2-frames.js";

/** Before each message: one byte that says "not compressed", and the length. */
const prefixBytes = 5;
/** What HTTP/2 lets a client send before the server has said more, and how long a frame may be at first. */
const initialWindowBytes = 65_535;
const frameBytesMax = 16_384;
/** What the server may send before it hears from us. */
const receiveWindowBytes = 2 ** 30;

const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
/** SETTINGS_INITIAL_WINDOW_SIZE. */
const windowSetting = 4;

interface Call {
  readonly parts: Buffer[];
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One connection to a gRPC server that sends messages encoded before and does not look into answers. It writes frames
 * itself, at about 3 µs a call: a client of a library costs more than the server that it is meant to measure.
 */
export class GrpcConnection {
  readonly #socket: Socket;
  readonly #frames = new FrameReader();
  readonly #calls = new Map<number, Call>();
  readonly #headers = new Map<string, Buffer>();
  readonly #authority: string;
  #nextStream = 1;
  #sendWindowBytes = initialWindowBytes;
  #queue: { readonly path: string; readonly request: Uint8Array; readonly call: Call }[] = [];
  #isFlushing = false;

  private constructor(socket: Socket, authority: string) {
    this.#socket = socket;
    this.#authority = authority;
    socket.setNoDelay(true);
    socket.on("data", (bytes) => this.#receive(bytes));
    socket.on("close", () => this.#fail(new Error("the server has closed the connection")));
    socket.on("error", (error) => this.#fail(error));
    const settings = Buffer.alloc(6);
    settings.writeUInt16BE(windowSetting, 0);
    settings.writeUInt32BE(receiveWindowBytes, 2);
    socket.write(Buffer.concat([preface, frame(frameTypes.settings, 0, 0, settings)]));
    socket.write(windowUpdate(0, receiveWindowBytes));
  }

  /** @param address `host:port` */
  static async open(address: string): Promise<GrpcConnection> {
    const [host = "", port] = address.split(":");
    const socket = connect(Number(port), host);
    await once(socket, "connect");
    return new GrpcConnection(socket, address);
  }

  /**
   * Makes a call with one message and gives the bytes of the answer. It throws when there are none: the server refused.
   *
   * @param path for example `/p4.v1.P4Runtime/Write`
   * @param request from `framed`
   */
  call(path: string, request: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ path, request, call: { parts: [], resolve, reject } });
      if (this.#isFlushing) return;
      this.#isFlushing = true;
      process.nextTick(() => {
        this.#isFlushing = false;
        this.#flush();
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Sends what the server's window has room for. Requests are far smaller than the window of a stream. */
  #flush(): void {
    const parts: Uint8Array[] = [];
    while (this.#queue.length > 0) {
      const [next] = this.#queue;
      if (next === undefined || next.request.length > this.#sendWindowBytes) break;
      this.#queue.shift();
      this.#sendWindowBytes -= next.request.length;
      const stream = this.#nextStream;
      this.#nextStream += 2;
      this.#calls.set(stream, next.call);
      const headers = this.#headersOf(next.path);
      parts.push(frameHeader(headers.length, frameTypes.headers, flags.endHeaders, stream), headers);
      parts.push(...dataFrames(stream, next.request));
    }
    if (parts.length > 0) this.#socket.write(Buffer.concat(parts));
  }

  #headersOf(path: string): Buffer {
    const known = this.#headers.get(path);
    if (known !== undefined) return known;
    const headers = Buffer.concat([
      literalField(":method", "POST"),
      literalField(":scheme", "http"),
      literalField(":path", path),
      literalField(":authority", this.#authority),
      literalField("content-type", "application/grpc"),
      literalField("te", "trailers"),
    ]);
    this.#headers.set(path, headers);
    return headers;
  }

  #receive(bytes: Buffer): void {
    for (const received of this.#frames.read(bytes)) this.#handle(received);
    this.#flush();
  }

  #handle({ type, flags: flagBits, stream, payload }: Frame): void {
    if (type === frameTypes.settings && (flagBits & flags.ack) === 0) {
      this.#socket.write(frameHeader(0, frameTypes.settings, flags.ack, 0));
    } else if (type === frameTypes.ping && (flagBits & flags.ack) === 0) {
      this.#socket.write(frame(frameTypes.ping, flags.ack, 0, payload));
    } else if (type === frameTypes.windowUpdate && stream === 0) {
      this.#sendWindowBytes += payload.readUInt32BE(0);
    } else if (type === frameTypes.goAway || type === frameTypes.resetStream) {
      this.#fail(new Error(`the server has ended stream ${stream} with frame type ${type}`));
    } else if (type === frameTypes.data || type === frameTypes.headers) {
      this.#answer(stream, type === frameTypes.data ? payload : undefined, flagBits);
    }
  }

  #answer(stream: number, part: Buffer | undefined, flagBits: number): void {
    const call = this.#calls.get(stream);
    if (part !== undefined) call?.parts.push(part);
    if (call === undefined || (flagBits & flags.endStream) === 0) return;
    this.#calls.delete(stream);
    if (call.parts.length > 0) call.resolve(Buffer.concat(call.parts));
    else call.reject(new Error("the server has answered without a message"));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#calls.values()) reject(error);
    for (const { call } of this.#queue) call.reject(error);
    this.#calls.clear();
    this.#queue = [];
  }
}

function dataFrames(stream: number, request: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < request.length; at += frameBytesMax) {
    const part = request.subarray(at, at + frameBytesMax);
    const last = at + frameBytesMax >= request.length ? flags.endStream : 0;
    parts.push(frameHeader(part.length, frameTypes.data, last, stream), part);
  }
  return parts;
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
