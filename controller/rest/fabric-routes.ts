import { type Static, Type } from "typebox";
import { differenceOf, type Exchange } from "../change/difference.js";
import type { FabricChange } from "../change/fabric-changes.js";
import { fabricDocument } from "../fabric/document.js";
import type { Fabric } from "../fabric/model.js";
import { parseFabric } from "../fabric/parse.js";
import { fabricSchema } from "../fabric/schema.js";
import type { RestApp } from "./app.js";
import type { RestOptions } from "./options.js";
import { decimal, problem } from "./schemas.js";

/** Media types of a fabric file (RFC 9512 for YAML, of which JSON is a part). */
const fabricTypes = ["application/yaml", "application/json"];

const fabricText = Type.Unknown({ description: "A fabric file." });

/** A fabric file of a thousand racks is smaller. */
const fabricBytesMax = 4 * 1024 * 1024;

const exchangeView = Type.Object({ added: Type.Array(Type.String()), removed: Type.Array(Type.String()) });

/** How far a change is, for `GET /v1/fabric/change`. */
const changeView = Type.Object(
  {
    state: Type.Enum(["in force", "under way", "given up"], {
      description: "`in force`: the fabric is what was wanted last.",
    }),
    step: Type.Optional(
      Type.Enum(["starting", "moving", "leaving", "stopping"], {
        description:
          "starting: what is new is started; moving: it joins, and entries are copied to whoever is to keep them; leaving: the log is served without what leaves; stopping: that is stopped.",
      }),
    ),
    in_force: Type.String({ description: "Name of the fabric that is in force." }),
    wanted: Type.Optional(fabricSchema),
    switches: Type.Optional(exchangeView),
    hosts: Type.Optional(exchangeView),
    moved_stripes: Type.Optional(
      Type.Array(Type.Integer(), { description: "Stripes that other log servers are to keep." }),
    ),
    copied: Type.Optional(decimal),
    committed: Type.Optional(decimal),
    problem: Type.Optional(Type.String({ description: "Why it was given up." })),
  },
  {
    title: "FabricChange",
    description:
      "While entries are copied, all up to `copied` are where they are wanted, of those up to `committed`.",
  },
);

/** `GET` and `PUT /v1/fabric`, and `GET /v1/fabric/change`. */
export async function fabricRoutes(app: RestApp, options: RestOptions): Promise<void> {
  const { fabric } = options;
  app.get(
    "/v1/fabric",
    {
      schema: {
        summary: "The fabric that is in force, with every default filled in",
        tags: ["fabric"],
        response: { 200: fabricSchema },
      },
    },
    () => fabricDocument(fabric.inForce),
  );
  app.get(
    "/v1/fabric/change",
    {
      schema: {
        summary: "What the fabric is to become, and how far it is",
        tags: ["fabric"],
        response: { 200: changeView },
      },
    },
    () => showChange(options),
  );
  await app.register(async (scope: RestApp) => putRoute(scope, options));
}

/** In a scope of its own: nowhere else is a body a text, whose lines are told of. */
function putRoute(app: RestApp, options: RestOptions): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(fabricTypes, { parseAs: "string" }, (_request, body, done) => done(null, body));
  const schema = {
    summary: "Make the running fabric another one: racks, switches, hosts, links, replica sets and stripes",
    description:
      "The body is a fabric file, as YAML or JSON. Answers 202 as soon as the change is durable; GET /v1/fabric/change tells how far it is. 200 when the fabric is that already.",
    tags: ["fabric"],
    body: { content: Object.fromEntries(fabricTypes.map((type) => [type, { schema: fabricText }])) },
    response: { 200: changeView, 202: changeView, "4xx": problem },
  };
  app.put("/v1/fabric", { schema, bodyLimit: fabricBytesMax }, async ({ body }, reply) => {
    options.fabric.want(parseFabric(typeof body === "string" ? body : "", "body"));
    const shown = showChange(options);
    return reply
      .code(shown.state === "in force" ? 200 : 202)
      .header("location", "/v1/fabric/change")
      .send(shown);
  });
}

function showChange({ fabric, ring }: RestOptions): Static<typeof changeView> {
  const { inForce, change } = fabric;
  const { layout, committedIndex } = ring();
  if (change === undefined) return { state: "in force", in_force: inForce.name };
  return {
    state: change.problem === undefined ? "under way" : "given up",
    in_force: inForce.name,
    ...showWanted(inForce, change),
    copied: layout.copiedIndex.toString(),
    committed: committedIndex.toString(),
    ...(change.problem !== undefined && { problem: change.problem.message }),
  };
}

function showWanted(inForce: Fabric, { step, wanted }: FabricChange) {
  const { switches, hosts, movedStripes } = differenceOf(inForce, wanted);
  return {
    step,
    wanted: fabricDocument(wanted),
    switches: showExchange(switches),
    hosts: showExchange(hosts),
    moved_stripes: [...movedStripes],
  };
}

function showExchange({ added, removed }: Exchange): Static<typeof exchangeView> {
  return { added: [...added], removed: [...removed] };
}
