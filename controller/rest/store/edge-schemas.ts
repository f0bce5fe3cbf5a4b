import { Type } from "typebox";

const strict = { additionalProperties: false } as const;
const mark = Type.Enum(["dscp", "pcp", "exp"], {
  description:
    "Where packets claim their class: the DSCP of IPv4, the PCP of a VLAN tag, or the EXP of an MPLS label.",
});

/** A traffic class. */
const classView = Type.Object(
  {
    mark,
    values: Type.Array(Type.Integer({ minimum: 0, maximum: 63 }), {
      minItems: 1,
      description: "Values of the mark that ask for the class.",
    }),
    queue: Type.Integer({ minimum: 0, maximum: 7, description: "0 is the lowest; strictly served." }),
  },
  strict,
);

/** All of them: body and answer. */
export const classesView = Type.Array(classView, {
  description: "The traffic classes of every edge. What belongs to none goes as best effort.",
});

/** What a host's port may claim: body and answer. */
export const rightsView = Type.Object(
  {
    trust: Type.Optional(
      Type.Enum(["dscp", "pcp", "exp"], {
        description:
          "The mark that is believed. Absent: none, packets go as best effort and lose their marks.",
      }),
    ),
    limit: Type.Optional(
      Type.Object(
        {
          bytes_per_second: Type.Integer({ minimum: 1 }),
          burst_bytes: Type.Integer({ minimum: 1 }),
        },
        {
          ...strict,
          description: "The most that the port may send above best effort; what is more goes as best effort.",
        },
      ),
    ),
  },
  strict,
);

const cableView = Type.Object({
  to: Type.String({ description: "The other site." }),
  port: Type.Integer(),
  rate_bps: Type.Optional(Type.Integer({ description: "Absent: without limit." })),
  delay_us: Type.Integer({ description: "One way." }),
  loss: Type.Number(),
  queue_depth: Type.Integer({ description: "Packets of each class that may wait." }),
});

/** The switch at the edge of a site. */
export const edgeView = Type.Object({
  site: Type.String(),
  device_id: Type.String({ description: "A whole number below 2^64, in decimal." }),
  address: Type.String({ description: "host:port of its P4Runtime server." }),
  state: Type.Enum(["unreachable", "programming", "ready"]),
  problem: Type.Optional(Type.String({ description: "Why it is unreachable." })),
  hosts: Type.Array(
    Type.Object({
      name: Type.String(),
      address: Type.String(),
      port: Type.Integer(),
      rights: rightsView,
    }),
  ),
  links: Type.Array(cableView),
});

export const siteParams = Type.Object({ site: Type.String({ description: "Name of a site." }) });
export const hostParams = Type.Object({
  site: Type.String({ description: "Name of a site." }),
  host: Type.String({ description: "A replica, `client`, or another host of the site." }),
});
