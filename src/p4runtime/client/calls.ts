import { Client, type MethodDefinition } from "@grpc/grpc-js";
import { P4RuntimeError } from "../errors.js";
import { fromServiceError, isServiceError } from "../grpc/status.js";
import { type ConnectOptions, channelCredentials, channelOptions, timeoutMsDefault } from "./options.js";

/** A channel to one server, with calls that end in values or `P4RuntimeError`s. */
export class Calls {
  readonly #client: Client;
  readonly #timeoutMs: number;

  constructor(options: ConnectOptions) {
    this.#client = new Client(options.address, channelCredentials(options), channelOptions(options));
    this.#timeoutMs = options.timeoutMs ?? timeoutMsDefault;
  }

  /**
   * One request, one answer.
   *
   * @param batch what the request is made of, so that its errors can be put back to them
   */
  unary<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    batch: readonly unknown[] = [],
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        { deadline: Date.now() + this.#timeoutMs },
        (error, response) => {
          if (error !== null) reject(fromServiceError(error, batch));
          else if (response === undefined)
            reject(new P4RuntimeError("INTERNAL", "an answer without a message"));
          else resolve(response);
        },
      );
    });
  }

  /** One request, many answers, taken no faster than the caller asks for them. */
  async *serverStream<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    batch: readonly unknown[] = [],
  ): AsyncGenerator<Response, void, undefined> {
    const call = this.#client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      { deadline: Date.now() + this.#timeoutMs },
    );
    // A call that is cancelled reports it after nobody iterates any more.
    call.on("error", () => {});
    try {
      for await (const answer of call) yield answer;
    } catch (error) {
      throw isServiceError(error) ? fromServiceError(error, batch) : error;
    } finally {
      call.cancel();
    }
  }

  /** Messages both ways, for as long as both want. */
  bidirectional<Request, Response>(method: MethodDefinition<Request, Response>) {
    return this.#client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
    );
  }

  close(): void {
    this.#client.close();
  }
}
