import { CodedError } from "../../src/base/index.js";
import { classHelp } from "../plan/site-edge.js";

const help = {
  "EDGE-SITE": "GET /v1/edges lists the edges.",
  "EDGE-HOST": "GET /v1/edges lists the hosts of each edge.",
  "EDGE-CLASS": classHelp,
  "EDGE-NONE": "Give the store file links: then the sites meet through edges.",
} as const;

/** What can be wrong with a request about site edges. */
export type EdgeErrorCode = keyof typeof help;

export function edgeError(code: EdgeErrorCode, message: string): CodedError {
  return new CodedError({ code, message, help: help[code] });
}
