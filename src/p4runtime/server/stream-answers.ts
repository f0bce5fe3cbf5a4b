import { once } from "node:events";
import type { ServerWritableStream } from "@grpc/grpc-js";
import { toCallStatus } from "../grpc/status.js";
import { asP4RuntimeError } from "./fault.js";

/**
 * Sends the answers of a call, as fast as the client takes them, and ends it; with the error when one is thrown.
 *
 * @param batchSize how many items the request has, for the details of the error
 */
export async function streamAnswers<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  batchSize: number,
  answers: () => Iterable<Response>,
): Promise<void> {
  const gone = new AbortController();
  call.on("cancelled", () => gone.abort());
  try {
    for (const answer of answers()) {
      if (!call.write(answer)) await once(call, "drain", { signal: gone.signal });
      if (call.cancelled) return;
    }
    call.end();
  } catch (error) {
    if (!gone.signal.aborted) call.emit("error", toCallStatus(asP4RuntimeError(error), batchSize));
  }
}
