import type { RestApp } from "../app.js";
import { finishRest, newRest } from "../build.js";
import { pageRoutes } from "../page-routes.js";
import { accountRoutes } from "./account-routes.js";
import type { TwitterRestOptions } from "./options.js";
import { postRoutes } from "./post-routes.js";

/** The REST API and the page of the application on a store, not listening yet. */
export async function buildTwitterRest(options: TwitterRestOptions): Promise<RestApp> {
  const app = await newRest({
    title: "Vivace's Twitter-like application",
    description:
      "Accounts, posts, followers and timelines on a Vivace store. Nobody logs in: it is a measurement.",
    ...(options.logger !== undefined && { logger: options.logger }),
  });
  accountRoutes(app, options);
  postRoutes(app, options);
  pageRoutes(app, options.page);
  return finishRest(app);
}
