import { Type } from "typebox";

/** A 64-bit number as JSON can carry it without loss. */
export const decimal = Type.String({
  pattern: "^(0|[1-9][0-9]{0,19})$",
  description: "A whole number below 2^64, in decimal.",
});

/** What every error looks like. */
export const problemSchema = Type.Object(
  {
    code: Type.String({ description: "Stable, for programs: `LOG-NOT-COMMITTED`." }),
    message: Type.String({ description: "What is wrong, for people." }),
    help: Type.String({ description: "What to do about it." }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          code: Type.String(),
          message: Type.String(),
          help: Type.Optional(Type.String()),
          line: Type.Optional(Type.Integer({ description: "In the body, from 1." })),
          column: Type.Optional(Type.Integer({ description: "From 1." })),
        }),
        { description: "Everything that is wrong, when the body is a document." },
      ),
    ),
  },
  { title: "Problem", description: "Why a request was not served." },
);

/** How errors are written (RFC 9457). */
export const problemType = "application/problem+json";

/** An error as an answer. */
export const problem = {
  description: "Why a request was not served.",
  content: { [problemType]: { schema: problemSchema } },
};

const counters = Type.Object(
  {
    epoch: Type.Integer({ description: "Visits of the token; wraps at 2^32." }),
    arrivals: Type.Integer({ description: "Requests that arrived for an index; wraps at 2^32." }),
    released: Type.Integer({ description: "Indices handed out; wraps at 2^32." }),
    last_index: decimal,
    token_sequence: Type.Integer({
      description: "Hop number of the last token that came; wraps at 2^32.",
    }),
  },
  { description: "Registers of the switch, as it told them last." },
);

const lane = Type.Object({
  lane: Type.Integer({ description: "Number within the switch." }),
  stripe: Type.Integer({ description: "Low bits of the indices." }),
  replica_set: Type.String(),
  commit_cursor: Type.Optional(
    Type.Integer({ description: "All entries of the stripe below it are committed." }),
  ),
});

const refused = Type.Object(
  {
    spoofed: Type.Integer({ description: "With an address that is not that of the host at the port." }),
    misplaced: Type.Integer({ description: "From where such messages do not come." }),
    not_member: Type.Integer({ description: "Of a log server that is not of the replica set." }),
    fenced: Type.Integer({ description: "Of a host that is fenced off." }),
  },
  { description: "Packets that its data plane has refused since the view began." },
);

/** A switch, for `GET /v1/switches`. */
export const switchView = Type.Object({
  name: Type.String(),
  rack: Type.String(),
  device_id: decimal,
  address: Type.String({ description: "host:port of its P4Runtime server." }),
  state: Type.Enum(["unreachable", "starting", "ready", "silent"]),
  problem: Type.Optional(Type.String({ description: "Why it is unreachable." })),
  counters: Type.Optional(counters),
  refused: Type.Optional(refused),
  lanes: Type.Array(lane),
});

/** The ring, for `GET /v1/ring`: `h` is the largest index handed out, all up to `committed` are durable. */
export const ringView = Type.Object({
  view: Type.Integer({ description: "View number." }),
  order: Type.Array(Type.String(), { description: "Switches in the order of the token." }),
  serving: Type.Boolean({ description: "Every switch is ready, and a token goes round." }),
  hops: Type.Integer({ description: "How often the token was passed on." }),
  laps: Type.Integer({ description: "Whole rounds of the token." }),
  h: decimal,
  committed: decimal,
  replicated: decimal,
});

/** Body of `POST /v1/log` as JSON. */
export const appendBody = Type.Object(
  {
    value: Type.String({ description: "The entry." }),
    encoding: Type.Optional(
      Type.Enum(["text", "base64"], { description: "How `value` is written; text by default." }),
    ),
    stream: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1, description: "0 for none." })),
  },
  { additionalProperties: false },
);

/** Body of `POST /v1/switches/:name/trace`. */
export const traceBody = Type.Object(
  {
    port: Type.Integer({ minimum: 0, maximum: 511, description: "Where the frame comes in." }),
    packet: Type.String({ maxLength: 20_000, description: "The whole frame in hexadecimal digits." }),
  },
  { additionalProperties: false },
);

export const appendQuery = Type.Object({
  stream: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1, description: "Stream of a raw entry." }),
  ),
});

const place = Type.Integer({
  minimum: 0,
  description:
    "Among the entries that share the index, from 0: clients under load put several entries together.",
});

/** Where an entry stands in the log. */
export const positionView = Type.Object({ index: decimal, place });

/** Query of `GET /v1/log/:index`. */
export const placeQuery = Type.Object({ place: Type.Optional(place) }, { additionalProperties: false });

/** An index of the log. */
export const indexView = Type.Object({ index: decimal });

export const indexParams = Type.Object({ index: decimal });

/** Body of `POST /v1/log/trim`. */
export const trimBody = Type.Object(
  { index: decimal },
  { additionalProperties: false, description: "The first index that stays." },
);

/** How far the log is trimmed. */
export const trimView = Type.Object({ trimmed_below: decimal });

/** An entry, for `GET /v1/log/:index`. */
export const entryView = Type.Object({
  index: decimal,
  place,
  places: Type.Integer({ description: "How many entries share the index." }),
  stream: Type.Integer(),
  junk: Type.Boolean({ description: "The index was filled because its append never arrived; skip it." }),
  client: decimal,
  request: Type.Integer({
    description: "Two indices with the same client and request hold the same entries: skip the later.",
  }),
  value: Type.String({ description: "The entry in base64." }),
  malformed: Type.Optional(
    Type.Boolean({ description: "What stands at the index says that it is several entries, and is not." }),
  ),
});

export const healthView = Type.Object({
  status: Type.Enum(["serving", "not serving"]),
  waiting_for: Type.Array(Type.String(), { description: "Switches that are not ready." }),
});
