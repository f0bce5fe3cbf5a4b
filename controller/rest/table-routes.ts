import type { TableEntry } from "p4runtime-js-grpc/values";
import { Type } from "typebox";
import { CodedError } from "../../src/base/index.js";
import type { TableShape } from "../../src/dsl/index.js";
import { tor } from "../../src/programs/index.js";
import { planFabric } from "../plan/plan.js";
import type { RestApp } from "./app.js";
import { asJson, entrySchema } from "./entry-schema.js";
import type { RestOptions } from "./options.js";

const tables = Object.entries(tor.tables);

/** All tables of the program, each with its entries. */
const entriesView = Type.Object(
  Object.fromEntries(tables.map(([name, { shape }]) => [name, Type.Array(entrySchema(shape))])),
  { description: "By table, in the terms of the switch program." },
);

/** `GET /v1/switches/{name}/entries`: what the controller keeps in the tables of a switch. */
export function tableRoutes(app: RestApp, { fabric, ring }: RestOptions): void {
  app.get(
    "/v1/switches/:name/entries",
    {
      schema: {
        summary: "The table entries that the controller keeps in a switch",
        tags: ["fabric"],
        params: Type.Object({ name: Type.String() }),
        response: { 200: entriesView },
      },
    },
    ({ params }) => {
      const plan = planFabric(fabric, ring().view).switches.find((each) => each.switch === params.name);
      if (plan === undefined) return refuseUnknown(params.name, fabric.switches);
      return showEntries(plan.entities.filter((entity) => entity.kind === "tableEntry"));
    },
  );
}

function showEntries(entries: readonly TableEntry[]) {
  const shown = tables.map(([name, table]) => {
    const own = entries.filter((entry) => entry.table === table.name);
    return [name, own.map((entry) => showEntry(table.decode(entry), table.shape))];
  });
  return Object.fromEntries(shown);
}

interface Shown {
  readonly key: object;
  readonly action: { readonly name: string; readonly args: object } | undefined;
  readonly priority: number;
  readonly isDefault: boolean;
}

function showEntry({ key, action, priority, isDefault }: Shown, { key: fields, actions }: TableShape) {
  return {
    ...(!isDefault && { key: asJson(key, fields) }),
    ...(action !== undefined && {
      action: { name: action.name, args: asJson(action.args, actions[action.name] ?? {}) },
    }),
    priority,
  };
}

function refuseUnknown(name: string, switches: readonly { readonly name: string }[]): never {
  throw new CodedError({
    code: "REST-SWITCH",
    message: `there is no switch ${name}`,
    help: `The switches are ${switches.map((each) => each.name).join(", ")}.`,
  });
}
