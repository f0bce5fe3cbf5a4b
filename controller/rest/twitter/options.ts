import type { FastifyBaseLogger } from "fastify";
import type { Twitter } from "../../../src/vivace/index.js";
import type { Page } from "../page-routes.js";

/** What the REST API of the application needs. */
export interface TwitterRestOptions {
  readonly twitter: Pick<
    Twitter,
    | "signUp"
    | "account"
    | "follow"
    | "unfollow"
    | "followers"
    | "following"
    | "post"
    | "userTimeline"
    | "homeTimeline"
  >;
  readonly page: Page;
  /** Absent: silent. */
  readonly logger?: FastifyBaseLogger;
}
