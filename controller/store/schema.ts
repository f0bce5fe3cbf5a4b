import { type Static, Type } from "typebox";

const name = Type.String({
  pattern: "^[a-z0-9._-]{1,32}$",
  description: "a name of 1 to 32 of a-z, 0-9, dot, hyphen and underscore",
});
const ipv4 = Type.String({
  pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$",
  description: "an IPv4 address such as 10.0.1.7",
});
const dscp = Type.Integer({ minimum: 0, maximum: 63, description: "a DSCP value from 0 to 63" });
const names = (what: string) => Type.Array(name, { minItems: 1, description: `a list of ${what}` });
const strict = { additionalProperties: false } as const;

/** A site: its replicas are its local set; `client` is the address of clients there. */
const siteSchema = Type.Object(
  {
    name,
    client: ipv4,
    replicas: Type.Array(Type.Object({ name, address: ipv4 }, strict), {
      minItems: 1,
      description: "a list of replicas, each with name and address",
    }),
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
  },
  strict,
);

/** A store file that has passed the schema; references in it may still dangle. */
export type StoreDocument = Static<typeof storeSchema>;
