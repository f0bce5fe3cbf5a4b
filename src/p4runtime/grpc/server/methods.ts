import type { MethodDefinition } from "@grpc/grpc-js";
import { P4RuntimeError } from "../../errors.js";
import { asP4RuntimeError } from "../../fault.js";
import { okStatus, toCallStatus } from "../status.js";
import type { CallHandler, ServerCall } from "./server-call.js";

/** A method of a service: takes calls. */
export interface Method {
  readonly path: string;
  open(call: ServerCall): CallHandler;
}

type Definition<Request, Response> = MethodDefinition<Request, Response>;

/**
 * One request, one answer.
 *
 * @param batchSize how many items a request has, for the details of an error
 */
export function unaryMethod<Request, Response>(
  definition: Definition<Request, Response>,
  answer: (request: Request) => Response,
  batchSize: (request: Request) => number = () => 0,
): Method {
  return singleRequest(definition, (call, request) => {
    try {
      call.answer(definition.responseSerialize(answer(request)));
    } catch (error) {
      call.finish(toCallStatus(asP4RuntimeError(error), batchSize(request)));
    }
  });
}

/** One request, many answers, made as fast as the client takes them. */
export function serverStreamMethod<Request, Response>(
  definition: Definition<Request, Response>,
  answers: (request: Request) => Iterable<Response>,
  batchSize: (request: Request) => number,
): Method {
  return singleRequest(definition, async (call, request) => {
    try {
      for (const answer of answers(request)) {
        if (!call.send(definition.responseSerialize(answer))) await call.drained();
        if (call.isOver) return;
      }
      call.finish(okStatus);
    } catch (error) {
      call.finish(toCallStatus(asP4RuntimeError(error), batchSize(request)));
    }
  });
}

/** What a call with messages both ways is to its owner. */
export interface Conversation<Request> {
  message(request: Request): void;
  /** The client has no more to say. */
  end(): void;
  /** The call is over. */
  over(): void;
}

/** The client's side of it. */
export interface ClientStream<Response> {
  readonly waitingBytes: number;
  send(response: Response): void;
  /** Ends the call; with an error when there is one. */
  finish(error?: P4RuntimeError): void;
}

/** Messages both ways, for as long as both want. */
export function bidirectionalMethod<Request, Response>(
  definition: Definition<Request, Response>,
  open: (client: ClientStream<Response>) => Conversation<Request>,
): Method {
  return {
    path: definition.path,
    open(call) {
      const conversation = open({
        get waitingBytes() {
          return call.waitingBytes;
        },
        send: (response) => void call.send(definition.responseSerialize(response)),
        finish: (error) => call.finish(error === undefined ? okStatus : toCallStatus(error)),
      });
      return {
        message: (bytes) => conversation.message(decoded(definition, bytes)),
        end: () => conversation.end(),
        over: () => conversation.over(),
      };
    },
  };
}

function singleRequest<Request, Response>(
  definition: Definition<Request, Response>,
  serve: (call: ServerCall, request: Request) => void,
): Method {
  return {
    path: definition.path,
    open(call) {
      let isServed = false;
      return {
        message(bytes) {
          if (isServed) throw new P4RuntimeError("UNIMPLEMENTED", "more than one request in a call");
          isServed = true;
          serve(call, decoded(definition, bytes));
        },
        end() {
          if (!isServed) throw new P4RuntimeError("UNIMPLEMENTED", "a call without its request");
        },
      };
    },
  };
}

function decoded<Request, Response>(definition: Definition<Request, Response>, bytes: Buffer): Request {
  try {
    return definition.requestDeserialize(bytes);
  } catch (cause) {
    throw new P4RuntimeError("INVALID_ARGUMENT", `these bytes are no request of ${definition.path}`, {
      cause,
    });
  }
}
