import type { MethodDefinition } from "@grpc/grpc-js";
import { p4 } from "../messages/index.js";

interface MessageType<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

/** The methods of p4.v1.P4Runtime, as grpc-js wants them. */
export const p4RuntimeService = {
  write: method("Write", p4.WriteRequest, p4.WriteResponse),
  read: method("Read", p4.ReadRequest, p4.ReadResponse, { answers: "stream" }),
  setForwardingPipelineConfig: method(
    "SetForwardingPipelineConfig",
    p4.SetForwardingPipelineConfigRequest,
    p4.SetForwardingPipelineConfigResponse,
  ),
  getForwardingPipelineConfig: method(
    "GetForwardingPipelineConfig",
    p4.GetForwardingPipelineConfigRequest,
    p4.GetForwardingPipelineConfigResponse,
  ),
  streamChannel: method("StreamChannel", p4.StreamMessageRequest, p4.StreamMessageResponse, {
    requests: "stream",
    answers: "stream",
  }),
  capabilities: method("Capabilities", p4.CapabilitiesRequest, p4.CapabilitiesResponse),
};

function method<Request, Response>(
  name: string,
  request: MessageType<Request>,
  response: MessageType<Response>,
  streams: { readonly requests?: "stream"; readonly answers?: "stream" } = {},
): MethodDefinition<Request, Response> {
  return {
    path: `/p4.v1.P4Runtime/${name}`,
    requestStream: streams.requests === "stream",
    responseStream: streams.answers === "stream",
    requestSerialize: (message) => toBuffer(request.encode(message).finish()),
    requestDeserialize: (bytes) => request.decode(toBytes(bytes)),
    responseSerialize: (message) => toBuffer(response.encode(message).finish()),
    responseDeserialize: (bytes) => response.decode(toBytes(bytes)),
  };
}

/** The same bytes, not a copy. */
function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The same bytes as what they are called: parts of a `Buffer` would be `Buffer`s, which nobody expects. */
function toBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
