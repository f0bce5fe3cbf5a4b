import path from "node:path";
import type { RestApp } from "./app.js";

/** The files of a web page, by name. */
export type Page = ReadonlyMap<string, Uint8Array>;

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/** The page runs nothing and loads nothing that is not its own. */
const policy =
  "default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A web page: `/` and its files. */
export function pageRoutes(app: RestApp, page: Page): void {
  for (const [name, bytes] of page) {
    const url = name === "index.html" ? "/" : `/${name}`;
    app.get(url, { schema: { hide: true } }, (_request, reply) =>
      reply
        .type(mediaTypes[path.extname(name)] ?? "application/octet-stream")
        .header("content-security-policy", policy)
        .header("x-content-type-options", "nosniff")
        .send(Buffer.from(bytes)),
    );
  }
}
