import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { entriesOf, type LogEntry, logError } from "../../src/ringworld/index.js";
import { entryBytesMax } from "../../src/wire/index.js";
import type { RestApp } from "./app.js";
import { acceptOctets, base64Of, bytesOfText, invalidRequest, octets, octetsSchema } from "./octets.js";
import type { RestOptions } from "./options.js";
import {
  appendBody,
  appendQuery,
  entryView,
  indexParams,
  indexView,
  placeQuery,
  positionView,
  problem,
  trimBody,
  trimView,
} from "./schemas.js";

/** JSON that spells an entry in `\uXXXX` is six times as long as the entry. */
const bodyBytesMax = 6 * entryBytesMax + 1024;

/** `POST /v1/log`, `GET /v1/log/tail`, `GET /v1/log/:index` and `POST /v1/log/trim`. */
export function logRoutes(app: RestApp, options: RestOptions): void {
  acceptOctets(app);
  appendRoute(app, options);
  tailRoute(app, options);
  readRoute(app, options);
  trimRoute(app, options);
}

function appendRoute(app: RestApp, { log }: RestOptions): void {
  const schema = {
    summary: "Append an entry",
    description:
      "The body is the entry itself (application/octet-stream), or JSON. Answers once the entry is durable.",
    tags: ["log"],
    querystring: appendQuery,
    body: {
      content: {
        ...octetsSchema("The entry's bytes."),
        "application/json": { schema: appendBody },
      },
    },
    response: { 201: positionView, "4xx": problem, "5xx": problem },
  };
  app.post("/v1/log", { schema, bodyLimit: bodyBytesMax }, async (request, reply) => {
    const { value, stream } = entryOf(request.body, request.query.stream);
    if (value.length > entryBytesMax) throw logError("LOG-TOO-LARGE", `append of ${value.length} bytes`);
    const { index, place } = await log.append(value, { stream });
    const location = place === 0 ? `/v1/log/${index}` : `/v1/log/${index}?place=${place}`;
    return reply.code(201).header("location", location).send({ index: index.toString(), place });
  });
}

function tailRoute(app: RestApp, { log }: RestOptions): void {
  const schema = {
    summary: "The largest index handed out; 0 for an empty log",
    tags: ["log"],
    response: { 200: indexView, "5xx": problem },
  };
  app.get("/v1/log/tail", { schema }, async () => ({ index: (await log.tail()).toString() }));
}

function readRoute(app: RestApp, { log }: RestOptions): void {
  const schema = {
    summary: "Read an entry, by default the first at an index",
    description: `JSON, or the entry itself for Accept: ${octets} (204 for junk).`,
    tags: ["log"],
    params: indexParams,
    querystring: placeQuery,
    response: {
      200: {
        description: "The entry",
        content: {
          "application/json": { schema: entryView },
          ...octetsSchema("The entry's bytes."),
        },
      },
      204: Type.Null({ description: "Junk, for who asked for bytes" }),
      "4xx": problem,
      "5xx": problem,
    },
  };
  app.get("/v1/log/:index", { schema }, async (request, reply) => {
    const index = parseIndex(request.params.index);
    const { place = 0 } = request.query;
    const entries = entriesOf(await log.readPack(index));
    const entry = entries[place];
    if (entry === undefined) throw logError("LOG-OUT-OF-BOUNDS", `read of index ${index}, place ${place}`);
    if (request.headers.accept?.includes(octets) !== true) return showEntry(entry, entries.length);
    if (entry.junk) return reply.code(204).send(null);
    return reply.type(octets).send(Buffer.from(entry.value));
  });
}

function trimRoute(app: RestApp, { log }: RestOptions): void {
  const schema = {
    summary: "Give up every entry below an index, for good",
    description:
      "Only what is committed can be trimmed. Answers once a majority of every replica set has made it durable.",
    tags: ["log"],
    body: trimBody,
    response: { 200: trimView, "4xx": problem, "5xx": problem },
  };
  app.post("/v1/log/trim", { schema }, async (request) => {
    const index = parseIndex(request.body.index, "trim below");
    await log.trim(index);
    return { trimmed_below: index.toString() };
  });
}

/** The value and stream of an append, from whichever kind of body came. */
function entryOf(body: unknown, streamOfQuery = 0): { value: Uint8Array; stream: number } {
  if (Buffer.isBuffer(body)) return { value: body, stream: streamOfQuery };
  if (!Value.Check(appendBody, body)) {
    throw invalidRequest(
      "the request has no entry",
      "Send its bytes, with Content-Type: application/octet-stream.",
    );
  }
  return { value: bytesOfText(body.value, body.encoding), stream: body.stream ?? streamOfQuery };
}

/** Index 0 is before the log, and nothing has an index of more than 64 bits. */
function parseIndex(text: string, what = "read of"): bigint {
  const index = BigInt(text);
  if (index === 0n || index >= 2n ** 64n) throw logError("LOG-OUT-OF-BOUNDS", `${what} index ${text}`);
  return index;
}

function showEntry(entry: LogEntry, places: number): Static<typeof entryView> {
  const { index, place, stream, junk, client, request, value } = entry;
  return {
    index: index.toString(),
    place,
    places,
    stream,
    junk,
    client: client.toString(),
    request,
    value: base64Of(value),
    ...(entry.malformed && { malformed: true }),
  };
}
