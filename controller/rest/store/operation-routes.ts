import { formatEnd } from "../../../src/vivace/index.js";
import type { RestApp } from "../app.js";
import { problem } from "../schemas.js";
import type { StoreRestOptions } from "./options.js";
import { lossesView, statusView } from "./schemas.js";

/** `GET /v1/status` and `GET /v1/lost-keys`. */
export function operationRoutes(app: RestApp, options: StoreRestOptions): void {
  const tags = ["operation"];
  const status = { summary: "How the replicas are", tags, response: { 200: statusView, "5xx": problem } };
  app.get("/v1/status", { schema: status }, async () => ({
    store: options.plan.name,
    replicas: [...(await options.status())],
  }));
  const losses = {
    summary: "After a disaster: the objects whose timestamp survived and whose value did not",
    tags,
    response: { 200: lossesView, "5xx": problem },
  };
  app.get("/v1/lost-keys", { schema: losses }, async () => {
    const { lost, recoverable, silent } = await options.losses();
    return {
      lost: lost.map(({ key, timestamp }) => ({
        key: Buffer.from(key).toString("utf8"),
        timestamp: timestamp.toString(),
      })),
      recoverable,
      silent: silent.map(formatEnd),
    };
  });
}
