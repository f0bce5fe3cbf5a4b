import type { FastifyBaseLogger } from "fastify";
import type { Twitter } from "../../../src/vivace/index.js";

/** The files of the web page, by their names in `controller/pages/twitter`. */
export type TwitterPage = ReadonlyMap<string, Uint8Array>;

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
  readonly page: TwitterPage;
  /** Absent: silent. */
  readonly logger?: FastifyBaseLogger;
}
