import { type Static, Type } from "typebox";
import { formatIpv4 } from "../../src/wire/index.js";
import type { HostState } from "../view/host-states.js";
import type { RestApp } from "./app.js";
import type { RestOptions } from "./options.js";
import { decimal, problem } from "./schemas.js";

const hostName = Type.String({ description: "Name of a host of the fabric." });
const stream = Type.Integer({ minimum: 1, maximum: 2 ** 32 - 1 });

const hostView = Type.Object({
  name: hostName,
  switch: Type.String(),
  role: Type.String(),
  address: Type.String(),
  fenced: Type.Optional(Type.String({ description: "Why its switch forwards nothing of the log for it." })),
  streams: Type.Array(Type.Integer(), { description: "What it subscribes to." }),
  answers: Type.Optional(Type.Boolean({ description: "Of a log server: whether it has answered lately." })),
  trimmed_below: Type.Optional(decimal),
});

const fenceBody = Type.Object(
  {
    host: hostName,
    fenced: Type.Optional(Type.Boolean({ description: "false lifts the fence; true by default." })),
    reason: Type.Optional(Type.String({ maxLength: 200, description: "For people." })),
  },
  { additionalProperties: false },
);

const subscriptionBody = Type.Object(
  {
    host: hostName,
    streams: Type.Array(stream, {
      maxItems: 64,
      description: "In place of those it had; none unsubscribes.",
    }),
  },
  { additionalProperties: false },
);

/** `GET /v1/hosts`, `POST /v1/fence` and `POST /v1/subscriptions`. */
export function hostRoutes(app: RestApp, { hosts }: RestOptions): void {
  const show = (name: string) =>
    hosts
      .all()
      .filter(({ host }) => host.name === name)
      .map(showHost)[0];
  app.get(
    "/v1/hosts",
    {
      schema: {
        summary: "The hosts: who is fenced off, who subscribes to what, how far log servers are trimmed",
        tags: ["fabric"],
        response: { 200: Type.Array(hostView) },
      },
    },
    () => hosts.all().map(showHost),
  );
  app.post(
    "/v1/fence",
    {
      schema: {
        summary: "Fence a host off: its switch forwards nothing of the log for it or from it",
        tags: ["operation"],
        body: fenceBody,
        response: { 200: hostView, "4xx": problem },
      },
    },
    async ({ body }) => {
      hosts.setFence(body.host, body.fenced === false ? undefined : (body.reason ?? "fenced by hand"));
      return show(body.host);
    },
  );
  app.post(
    "/v1/subscriptions",
    {
      schema: {
        summary: "Set the streams to which a host subscribes: its switch keeps the others' entries from it",
        tags: ["log"],
        body: subscriptionBody,
        response: { 200: hostView, "4xx": problem },
      },
    },
    async ({ body }) => {
      hosts.subscribe(body.host, body.streams);
      return show(body.host);
    },
  );
}

function showHost({ host, fence, streams, server }: HostState): Static<typeof hostView> {
  return {
    name: host.name,
    switch: host.switch,
    role: host.role,
    address: formatIpv4(host.ip),
    streams: [...streams],
    ...(fence && { fenced: fence.reason }),
    ...(server && { answers: server.answers, trimmed_below: server.trimmed.toString() }),
  };
}
