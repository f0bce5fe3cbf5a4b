import type { RestApp } from "../app.js";
import { finishRest, newRest } from "../build.js";
import { containerRoutes } from "./container-routes.js";
import { edgeRoutes } from "./edge-routes.js";
import { objectRoutes } from "./object-routes.js";
import { operationRoutes } from "./operation-routes.js";
import type { StoreRestOptions } from "./options.js";

/**
 * The REST API of a store, not listening yet.
 *
 * @example
 * const app = await buildStoreRest({ plan, store, status, losses });
 * await app.listen({ host: "127.0.0.1", port: 8080 });
 */
export async function buildStoreRest(options: StoreRestOptions): Promise<RestApp> {
  const app = await newRest({
    title: "Vivace",
    description: "A linearizable key-value store over several sites that does not feel their congestion.",
    ...(options.logger !== undefined && { logger: options.logger }),
  });
  objectRoutes(app, options);
  containerRoutes(app, options);
  operationRoutes(app, options);
  edgeRoutes(app, options);
  return finishRest(app);
}
