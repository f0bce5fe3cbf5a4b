import { type Static, Type } from "typebox";

const name = Type.String({
  pattern: "^[A-Za-z][A-Za-z0-9._-]{0,62}$",
  description: "a name: a letter, then letters, digits, `.`, `_` or `-`",
});
const ipv4 = Type.String({
  pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$",
  description: "an IPv4 address such as 10.0.1.7",
});
const mac = Type.String({
  pattern: "^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$",
  description: "an Ethernet address such as 02:00:0a:00:01:07",
});
const port = Type.Integer({ minimum: 1, maximum: 510, description: "a port number from 1 to 510" });
const portOfSwitch = Type.String({
  pattern: "^[A-Za-z][A-Za-z0-9._-]*/[0-9]{1,3}$",
  description: "a port of a switch, written `switch/port`, such as s1/33",
});
const microseconds = Type.Integer({
  minimum: 0,
  maximum: 60_000_000,
  description: "a whole number of microseconds, at most a minute",
});
const period = Type.Integer({
  minimum: 1,
  maximum: 60_000_000,
  description: "a whole number of microseconds from 1 to a minute",
});

/**
 * What every cable has: a one-way delay, a bit rate (absent: without limit), a probability of loss, and how many
 * packets of each class may wait for it.
 */
export const cable = {
  delay_us: Type.Optional(microseconds),
  rate_bps: Type.Optional(Type.Integer({ minimum: 1, description: "a whole number of bits per second" })),
  loss: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: "a probability from 0 to 1" })),
  queue_depth: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, description: "a whole number of packets from 1" }),
  ),
};

const strict = { additionalProperties: false } as const;

/** A rack: the hosts below one top-of-rack switch, in one IPv4 subnet. */
const rackSchema = Type.Object(
  {
    name,
    subnet: Type.String({
      pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/24$",
      description: "an IPv4 subnet of 24 bits such as 10.0.1.0/24",
    }),
  },
  strict,
);

/** A top-of-rack switch. */
const switchSchema = Type.Object(
  {
    name,
    device_id: Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "P4Runtime's device id, a whole number from 1",
    }),
    rack: name,
    grpc: Type.Optional(
      Type.String({
        pattern: "^(auto|.+:[0-9]{1,5})$",
        description: "`auto`, or host:port of the switch's P4Runtime server",
      }),
    ),
    ip: Type.Optional(ipv4),
    mac: Type.Optional(mac),
    tick_us: Type.Optional(period),
    recirculation_delay_us: Type.Optional(microseconds),
    generator_port: Type.Optional(port),
  },
  strict,
);

/** A host: its role decides what the switch lets it do. */
const hostSchema = Type.Object(
  {
    name,
    rack: name,
    ip: ipv4,
    mac: Type.Optional(mac),
    port,
    role: Type.Enum(["log-server", "client", "api"], { description: "log-server, client or api" }),
    ...cable,
  },
  strict,
);

/** A cable between two switches. */
const linkSchema = Type.Object(
  {
    a: portOfSwitch,
    b: portOfSwitch,
    kind: Type.Enum(["fabric", "ring"], { description: "fabric or ring" }),
    ...cable,
  },
  strict,
);

/** The order in which the token visits the switches. */
const ringSchema = Type.Object(
  {
    order: Type.Array(name, { minItems: 2, description: "names of at least two switches" }),
    hold_until_tick: Type.Optional(
      Type.Boolean({ description: "true when the token waits for a tick at each switch" }),
    ),
  },
  strict,
);

/** Log servers that keep the same entries. */
const replicaSetSchema = Type.Object(
  { name, servers: Type.Array(name, { description: "names of three log servers" }) },
  strict,
);

/** One stripe of the projection. */
const stripeSchema = Type.Object(
  {
    stripe: Type.Integer({ minimum: 0, description: "a stripe's number, from 0" }),
    leader: name,
    replica_set: name,
  },
  strict,
);

/** How indices are spread; without `projection`, round-robin over switches and replica sets. */
const stripesSchema = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 4096, description: "a power of two" }),
    projection: Type.Optional(Type.Array(stripeSchema, { description: "a list with every stripe once" })),
  },
  strict,
);

/** A traffic class: the DSCP values that ask for it, and the queue that it gets. */
const classSchema = Type.Object(
  {
    name,
    dscp: Type.Array(Type.Integer({ minimum: 0, maximum: 63, description: "a DSCP value from 0 to 63" }), {
      minItems: 1,
      description: "a list of DSCP values",
    }),
    queue: Type.Integer({ minimum: 0, maximum: 7, description: "a queue from 0 (lowest) to 7" }),
  },
  strict,
);

/** A whole fabric file. */
export const fabricSchema = Type.Object(
  {
    name,
    racks: Type.Array(rackSchema, { minItems: 1, description: "a list of racks" }),
    switches: Type.Array(switchSchema, { minItems: 1, description: "a list of switches" }),
    hosts: Type.Array(hostSchema, { description: "a list of hosts" }),
    links: Type.Array(linkSchema, { description: "a list of links" }),
    ring: ringSchema,
    replica_sets: Type.Array(replicaSetSchema, { minItems: 1, description: "a list of replica sets" }),
    stripes: stripesSchema,
    classes: Type.Optional(Type.Array(classSchema, { description: "a list of classes" })),
    trusted_ports: Type.Optional(Type.Array(portOfSwitch, { description: "a list of ports" })),
  },
  strict,
);

/** A fabric file that has passed the schema; references in it may still dangle. */
export type FabricDocument = Static<typeof fabricSchema>;
