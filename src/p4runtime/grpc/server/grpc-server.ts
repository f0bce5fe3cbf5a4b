import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import { P4RuntimeError } from "../../errors.js";
import { toCallStatus } from "../status.js";
import { timeoutMs } from "./headers.js";
import { acceptedEncodings } from "./message-reader.js";
import type { Method } from "./methods.js";
import { ServerCall } from "./server-call.js";
import { SessionBudget } from "./session-budget.js";

/** PEM texts. With `clientCertificates`, only clients with a certificate signed by one of them come in. */
export interface ServerTls {
  readonly certificate: Uint8Array;
  readonly privateKey: Uint8Array;
  readonly clientCertificates?: Uint8Array;
}

export interface GrpcServerLimits {
  readonly messageBytesMax: number;
  /** How often a connection is asked whether it is still there, and how long it may take to answer. */
  readonly keepaliveMs: number;
  readonly keepaliveTimeoutMs: number;
}

const tooLate = toCallStatus(new P4RuntimeError("DEADLINE_EXCEEDED", "too late"));
const streamsMax = 1_024;
const streamWindowBytes = 1024 * 1024;
const sessionWindowBytes = 8 * 1024 * 1024;
/** Beside one message of the largest size, what all calls of a session may hold; and what HTTP/2 itself may. */
const sessionSpareMb = 32;
const megabyteBytes = 1024 * 1024;
const closingMsMax = 1_000;

/**
 * A gRPC server on HTTP/2 (the protocol of grpc/doc/PROTOCOL-HTTP2.md): calls of all kinds, status details, gzip and
 * deflate, deadlines, TLS, keepalive. It does for a call what must be done and nothing else: no interceptors, no
 * channelz, no copies of headers.
 */
export class GrpcServer {
  readonly #methods: ReadonlyMap<string, Method>;
  readonly #limits: GrpcServerLimits;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #sockets = new Set<Socket>();
  readonly #servers = new Set<Http2Server | Http2SecureServer>();

  constructor(methods: readonly Method[], limits: GrpcServerLimits) {
    this.#methods = new Map(methods.map((method) => [method.path, method]));
    this.#limits = limits;
  }

  /** Starts to listen and returns the port; UNAVAILABLE when it cannot be had. */
  listen(host: string, port: number, tls?: ServerTls): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = createHttp2Server(this.#sessionBytesMax / megabyteBytes, tls);
      server.on("connection", (socket: Socket) => {
        this.#sockets.add(socket);
        socket.on("close", () => this.#sockets.delete(socket));
      });
      server.on("session", (session: ServerHttp2Session) => this.#accept(session));
      server.on("sessionError", () => {});
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        server.on("error", () => {});
        this.#servers.add(server);
        const address = server.address();
        resolve(address !== null && typeof address === "object" ? address.port : port);
      });
    });
  }

  /** Stops listening and lets the calls that run come to their end, for a second at most. */
  async close(): Promise<void> {
    const patience = setTimeout(() => {
      // A session that is closing would wait for the other side.
      for (const socket of this.#sockets) socket.destroy();
    }, closingMsMax);
    const closed = [...this.#servers].map(
      (server) => new Promise<void>((resolve) => server.close(() => resolve())),
    );
    for (const session of this.#sessions) session.close();
    await Promise.all(closed);
    clearTimeout(patience);
  }

  get #sessionBytesMax(): number {
    return this.#limits.messageBytesMax + sessionSpareMb * megabyteBytes;
  }

  #accept(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    const budget = new SessionBudget(this.#sessionBytesMax);
    session.on("stream", (stream, headers) => this.#open(stream, headers, budget));
    session.setLocalWindowSize(sessionWindowBytes);
    session.on("error", () => {});
    const stop = this.#keepAlive(session);
    session.on("close", () => {
      stop();
      this.#sessions.delete(session);
    });
  }

  /** Ends a connection that has fallen silent without having said so. */
  #keepAlive(session: ServerHttp2Session): () => void {
    let patience: NodeJS.Timeout | undefined;
    const interval = setInterval(() => {
      patience ??= setTimeout(() => session.destroy(), this.#limits.keepaliveTimeoutMs);
      session.ping(() => {
        clearTimeout(patience);
        patience = undefined;
      });
    }, this.#limits.keepaliveMs);
    interval.unref();
    return () => {
      clearInterval(interval);
      clearTimeout(patience);
    };
  }

  #open(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, budget: SessionBudget): void {
    // Its client may have taken it back in the same breath.
    if (stream.destroyed || stream.closed) return;
    if (!headers["content-type"]?.startsWith("application/grpc")) {
      stream.on("error", () => {});
      stream.respond({ ":status": 415, "accept-post": "application/grpc" }, { endStream: true });
      return;
    }
    const call = new ServerCall(stream, budget);
    const method = this.#methods.get(headers[":path"] ?? "");
    if (headers[":method"] !== "POST" || method === undefined) {
      const reason = `there is no method ${headers[":path"]}; messages may be ${acceptedEncodings}`;
      call.finish(toCallStatus(new P4RuntimeError("UNIMPLEMENTED", reason)));
      return;
    }
    const timeout = timeoutMs(headers);
    if (timeout !== undefined) call.finishAfter(timeout, tooLate);
    call.serve(method.open(call), headers, this.#limits.messageBytesMax);
  }
}

function createHttp2Server(memoryMaxMb: number, tls: ServerTls | undefined): Http2Server | Http2SecureServer {
  const options = {
    maxSessionMemory: memoryMaxMb,
    settings: { maxConcurrentStreams: streamsMax, initialWindowSize: streamWindowBytes },
  };
  if (tls === undefined) return createServer(options);
  const { certificate, privateKey, clientCertificates } = tls;
  const known =
    clientCertificates === undefined
      ? {}
      : { ca: Buffer.from(clientCertificates), requestCert: true, rejectUnauthorized: true };
  return createSecureServer({
    ...options,
    cert: Buffer.from(certificate),
    key: Buffer.from(privateKey),
    ...known,
  });
}
