import { type Static, Type } from "typebox";
import { type ContainerMetadata, formatEnd, parseEnd } from "../../../src/vivace/index.js";
import type { UdpEnd } from "../../../src/wire/index.js";
import type { RestApp } from "../app.js";
import { invalidRequest } from "../octets.js";
import { problem } from "../schemas.js";
import type { StoreRestOptions } from "./options.js";
import { containerParams, containerView } from "./schemas.js";

const problems = { "4xx": problem, "5xx": problem };

/** `GET` and `PUT /v1/containers/:container`: the directory. */
export function containerRoutes(app: RestApp, { store }: StoreRestOptions): void {
  const shared = { tags: ["containers"], params: containerParams };
  const get = {
    ...shared,
    summary: "Metadata of a container",
    response: { 200: containerView, ...problems },
  };
  app.get("/v1/containers/:container", { schema: get }, async (request) =>
    viewOf(await store.directory.lookUp(request.params.container)),
  );
  const put = {
    ...shared,
    summary: "Make a container",
    description: "Its metadata never change. Make a container at one place only.",
    body: containerView,
    response: { 204: Type.Null({ description: "It is there" }), ...problems },
  };
  app.put("/v1/containers/:container", { schema: put }, async (request, reply) => {
    await store.createContainer(request.params.container, metadataOf(request.body));
    return reply.code(204).send(null);
  });
}

function viewOf({ type, replicas, localSets }: ContainerMetadata): Static<typeof containerView> {
  const sets = [...localSets].map(([site, ends]) => [site, ends.map(formatEnd)] as const);
  return { type, replicas: replicas.map(formatEnd), local_sets: Object.fromEntries(sets) };
}

function metadataOf({ type, replicas, local_sets }: Static<typeof containerView>): ContainerMetadata {
  const sets = Object.entries(local_sets).map(([site, ends]) => [site, ends.map(endOf)] as const);
  return { type, replicas: replicas.map(endOf), localSets: new Map(sets) };
}

function endOf(text: string): UdpEnd {
  const end = parseEnd(text);
  if (end === undefined) throw invalidRequest(`"${text}" is no replica`, "Write it as 10.0.1.2:21080.");
  return end;
}
