import { Type } from "typebox";
import type { RefusedPackets } from "../connect/refused-packets.js";
import type { FabricSwitch } from "../fabric/model.js";
import type { SwitchSnapshot } from "../ring/snapshot.js";
import type { RestApp } from "./app.js";
import type { RestOptions } from "./options.js";
import { healthView, ringView, switchView } from "./schemas.js";

/** `GET /v1/switches`, `/v1/ring` and `/healthz`. */
export function ringRoutes(app: RestApp, options: RestOptions): void {
  app.get(
    "/v1/switches",
    {
      schema: {
        summary: "The switches and what they last told",
        tags: ["fabric"],
        response: { 200: Type.Array(switchView) },
      },
    },
    async () => {
      const refused = await options.refused();
      return options.ring().switches.map((each) => showSwitch(options, each, refused.get(each.name)));
    },
  );
  app.get(
    "/v1/ring",
    {
      schema: {
        summary: "The token's way and how far it has come",
        tags: ["fabric"],
        response: { 200: ringView },
      },
    },
    () => showRing(options),
  );
  app.get(
    "/healthz",
    {
      schema: {
        summary: "Whether the log can be used",
        tags: ["operation"],
        response: { 200: healthView, 503: healthView },
      },
    },
    async (_request, reply) => {
      const { serving, switches } = options.ring();
      reply.code(serving ? 200 : 503);
      const waiting = switches.filter(({ state }) => state !== "ready");
      return {
        status: serving ? "serving" : "not serving",
        waiting_for: waiting.map(({ name }) => name),
      } as const;
    },
  );
}

function showRing(options: RestOptions) {
  const { view, order, serving, hops, laps, lastIndex, committedIndex, replicatedIndex } = options.ring();
  const bounds = { committed: committedIndex.toString(), replicated: replicatedIndex.toString() };
  return { view, order: [...order], serving, hops, laps, h: lastIndex.toString(), ...bounds };
}

function showSwitch(
  { fabric, addresses }: RestOptions,
  snapshot: SwitchSnapshot,
  refused: RefusedPackets | undefined,
) {
  const known: FabricSwitch | undefined = fabric.present.switches.find(({ name }) => name === snapshot.name);
  const { name, state, problem, counters, lanes } = snapshot;
  return {
    name,
    rack: known?.rack ?? "",
    device_id: (known?.deviceId ?? 0n).toString(),
    address: addresses().get(name) ?? "",
    state,
    lanes: lanes.map(({ lane, stripe, replicaSet, commitCursor }) => ({
      lane,
      stripe,
      replica_set: fabric.present.replicaSets[replicaSet]?.name ?? "",
      ...(commitCursor === undefined ? {} : { commit_cursor: commitCursor }),
    })),
    ...(problem === undefined ? {} : { problem }),
    ...(counters === undefined ? {} : { counters: showCounters(counters) }),
    ...(refused && { refused: showRefused(refused) }),
  };
}

function showCounters(counters: NonNullable<SwitchSnapshot["counters"]>) {
  const { epoch, arrivals, released, lastIndex, tokenSequence } = counters;
  return { epoch, arrivals, released, last_index: lastIndex.toString(), token_sequence: tokenSequence };
}

function showRefused({ spoofed, misplaced, notMember, fenced }: RefusedPackets) {
  return { spoofed, misplaced, not_member: notMember, fenced };
}
