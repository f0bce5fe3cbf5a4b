import { Type } from "typebox";

const container = Type.String({ description: "1 to 32 of a-z, 0-9, dot, hyphen and underscore." });
const name = Type.String({ description: "The object's name in its container." });
const end = Type.String({ description: "A replica: IPv4 address and UDP port, as 10.0.1.2:21080." });
const encoding = Type.Optional(
  Type.Enum(["text", "base64"], { description: "How the bytes are written; text by default." }),
);
const strict = { additionalProperties: false } as const;

export const objectParams = Type.Object({ container, name });
export const containerParams = Type.Object({ container });

/** A value as JSON: body of a write, and of a read's answer. */
export const valueBody = Type.Object({ value: Type.String({ description: "The value." }), encoding }, strict);

export const valueView = Type.Object({ value: Type.String({ description: "The value in base64." }) });

/** Body of an execute. */
export const executeBody = Type.Object(
  {
    command: Type.String({ description: "Name of a command that the clients of the store know." }),
    argument: Type.Optional(Type.String({ description: "Its argument; empty by default." })),
    encoding,
  },
  strict,
);

export const resultView = Type.Object({ result: Type.String({ description: "The result in base64." }) });

/** Metadata of a container. */
export const containerView = Type.Object(
  {
    type: Type.Enum(["rw", "rmw"], { description: "Objects to read and write, or to execute commands on." }),
    replicas: Type.Array(end, { description: "The replica set." }),
    local_sets: Type.Record(Type.String(), Type.Array(end), { description: "The local set of each site." }),
  },
  strict,
);

export const replicaView = Type.Object({
  name: Type.String(),
  site: Type.String(),
  address: end,
  state: Type.Enum(["up", "silent"]),
  objects: Type.Optional(Type.Integer({ description: "How many objects it knows." })),
  round_trip_ms: Type.Optional(Type.Number({ description: "How long it took to answer." })),
});

export const statusView = Type.Object({ store: Type.String(), replicas: Type.Array(replicaView) });

export const lossesView = Type.Object({
  lost: Type.Array(
    Type.Object({ key: Type.String({ description: "Container and name." }), timestamp: Type.String() }),
    { description: "Objects whose newest timestamp has survived and whose value has not." },
  ),
  recoverable: Type.Integer({ description: "Objects whose newest value is still on its way." }),
  silent: Type.Array(end, { description: "Replicas that do not answer." }),
});
