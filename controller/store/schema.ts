import { type Static, Type } from "typebox";
import { cable } from "../fabric/schema.js";

const name = Type.String({
  pattern: "^[a-z0-9._-]{1,32}$",
  description: "a name of 1 to 32 of a-z, 0-9, dot, hyphen and underscore",
});
const ipv4 = Type.String({
  pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$",
  description: "an IPv4 address such as 10.0.1.7",
});
const network = Type.String({
  pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$",
  description: "an IPv4 network such as 10.0.1.0/24",
});
const dscp = Type.Integer({ minimum: 0, maximum: 63, description: "a DSCP value from 0 to 63" });
const names = (what: string) => Type.Array(name, { minItems: 1, description: `a list of ${what}` });
const strict = { additionalProperties: false } as const;

/** The most that a port may send above best effort. */
const limit = Type.Object(
  {
    bytes_per_second: Type.Integer({ minimum: 1, description: "a whole number of bytes per second" }),
    burst_bytes: Type.Integer({ minimum: 1, description: "a whole number of bytes" }),
  },
  strict,
);

const mark = Type.Enum(["dscp", "pcp", "exp"], { description: "dscp, pcp or exp" });

/** A host that is no part of the store and shares its site's way out. */
const hostSchema = Type.Object({ name, address: ipv4, trust: Type.Optional(mark) }, strict);

/** The switch at the edge of a site. */
const edgeSchema = Type.Object(
  {
    device_id: Type.Optional(
      Type.Integer({ minimum: 1, description: "P4Runtime's device id, a whole number from 1" }),
    ),
    grpc: Type.Optional(
      Type.String({
        pattern: "^(auto|.+:[0-9]{1,5})$",
        description: "`auto`, or host:port of the switch's P4Runtime server",
      }),
    ),
  },
  strict,
);

/** A link between the edges of two sites, the same in both directions. */
const linkSchema = Type.Object({ a: name, b: name, ...cable }, strict);

/** A traffic class: which values of a mark ask for it, and its queue, from 0, the lowest. */
const classSchema = Type.Object(
  {
    mark,
    values: Type.Array(Type.Integer({ minimum: 0, maximum: 63, description: "a value from 0 to 63" }), {
      minItems: 1,
      description: "a list of values",
    }),
    queue: Type.Integer({ minimum: 0, maximum: 7, description: "a queue from 0 to 7" }),
  },
  strict,
);

/**
 * A site: its replicas are its local set; `client` is the address of clients there; `proxy` is where its datagrams to
 * other sites go, and `network` whose they are.
 */
const siteSchema = Type.Object(
  {
    name,
    client: ipv4,
    replicas: Type.Array(Type.Object({ name, address: ipv4 }, strict), {
      minItems: 1,
      description: "a list of replicas, each with name and address",
    }),
    hosts: Type.Optional(Type.Array(hostSchema, { description: "a list of hosts" })),
    edge: Type.Optional(edgeSchema),
    proxy: Type.Optional(Type.Object({ address: ipv4, network }, strict)),
  },
  strict,
);

/** A container, made when the store comes up. */
const containerSchema = Type.Object(
  {
    name,
    type: Type.Enum(["rw", "rmw"], { description: "rw or rmw" }),
    replicas: names("names of replicas"),
  },
  strict,
);

/** A whole store file. */
export const storeSchema = Type.Object(
  {
    name,
    sites: Type.Array(siteSchema, { minItems: 1, description: "a list of sites" }),
    directory: names("names of replicas"),
    containers: Type.Optional(Type.Array(containerSchema, { description: "a list of containers" })),
    classes: Type.Optional(Type.Object({ critical: dscp, data: dscp }, strict)),
    proxy: Type.Optional(
      Type.Object(
        {
          rate_bps: Type.Integer({ minimum: 1000, description: "bits a second, from 1000" }),
          queue_depth: Type.Integer({ minimum: 1, description: "packets that wait in a class, from 1" }),
        },
        strict,
      ),
    ),
    links: Type.Optional(Type.Array(linkSchema, { minItems: 1, description: "a list of links" })),
    traffic_classes: Type.Optional(Type.Array(classSchema, { description: "a list of traffic classes" })),
    priority_limit: Type.Optional(limit),
  },
  strict,
);

/** A store file that has passed the schema; references in it may still dangle. */
export type StoreDocument = Static<typeof storeSchema>;
