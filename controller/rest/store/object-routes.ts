import { Type } from "typebox";
import { Value } from "typebox/value";
import { valueBytesMax, vivaceError } from "../../../src/vivace/index.js";
import type { RestApp } from "../app.js";
import { acceptOctets, base64Of, bytesOfText, invalidRequest, octets, octetsSchema } from "../octets.js";
import { problem } from "../schemas.js";
import type { StoreRestOptions } from "./options.js";
import { executeBody, objectParams, resultView, valueBody, valueView } from "./schemas.js";

/** JSON that spells a value in `\uXXXX` is six times as long as the value. */
const bodyLimit = 6 * valueBytesMax + 1024;
const problems = { "4xx": problem, "5xx": problem };
const tags = ["objects"];

/** `GET` and `PUT /v1/kv/:container/:name`, and `POST /v1/kv/:container/:name/execute`. */
export function objectRoutes(app: RestApp, options: StoreRestOptions): void {
  acceptOctets(app);
  readRoute(app, options);
  writeRoute(app, options);
  executeRoute(app, options);
}

function readRoute(app: RestApp, { store }: StoreRestOptions): void {
  const schema = {
    summary: "Read an RW object",
    description: `JSON, or the value itself for Accept: ${octets}. 404 when it was never written.`,
    tags,
    params: objectParams,
    response: {
      200: {
        description: "The value",
        content: { "application/json": { schema: valueView }, ...octetsSchema("The value's bytes.") },
      },
      ...problems,
    },
  };
  app.get("/v1/kv/:container/:name", { schema }, async (request, reply) => {
    const { container, name } = request.params;
    const value = await store.read(container, name);
    if (value === undefined) throw vivaceError("VIVACE-NOT-WRITTEN", `${container}/${name}`);
    if (request.headers.accept?.includes(octets) !== true) return { value: base64Of(value) };
    return reply.type(octets).send(Buffer.from(value));
  });
}

function writeRoute(app: RestApp, { store }: StoreRestOptions): void {
  const schema = {
    summary: "Write an RW object",
    description: `The body is the value itself (${octets}), or JSON. Answers once the write is complete.`,
    tags,
    params: objectParams,
    body: { content: { ...octetsSchema("The value's bytes."), "application/json": { schema: valueBody } } },
    response: { 204: Type.Null({ description: "Written" }), ...problems },
  };
  app.put("/v1/kv/:container/:name", { schema, bodyLimit }, async (request, reply) => {
    const { container, name } = request.params;
    await store.write(container, name, writtenValue(request.body));
    return reply.code(204).send(null);
  });
}

function executeRoute(app: RestApp, { store }: StoreRestOptions): void {
  const schema = {
    summary: "Run a command on an RMW object",
    description: "Its effect happens once.",
    tags,
    params: objectParams,
    body: executeBody,
    response: { 200: resultView, ...problems },
  };
  app.post("/v1/kv/:container/:name/execute", { schema, bodyLimit }, async (request) => {
    const { container, name } = request.params;
    const { command, argument = "", encoding } = request.body;
    const result = await store.execute(container, name, command, bytesOfText(argument, encoding));
    return { result: base64Of(result) };
  });
}

/** The value of a write, from whichever kind of body came. */
function writtenValue(body: unknown): Uint8Array {
  if (Buffer.isBuffer(body)) return body;
  if (Value.Check(valueBody, body)) return bytesOfText(body.value, body.encoding);
  throw invalidRequest("the request has no value", `Send its bytes, with Content-Type: ${octets}.`);
}
