import { type Static, Type } from "typebox";
import { CodedError } from "../../src/base/index.js";
import type { RestApp } from "./app.js";

/** The media type of bytes that nobody interprets. */
export const octets = "application/octet-stream";

/** A body of bytes, for OpenAPI. */
export const octetsSchema = (description: string) => ({
  [octets]: { schema: Type.Unknown({ description }) },
});

/** Lets bodies of bytes in. Text would be guessed to be UTF-8: a body is bytes, or JSON that says how it is written. */
export function acceptOctets(app: RestApp): void {
  app.removeContentTypeParser("text/plain");
  app.addContentTypeParser(octets, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

/** How bytes are written in JSON. */
export type Encoding = Static<typeof encodings>;
const encodings = Type.Enum(["text", "base64"]);

/**
 * The bytes that a JSON text stands for.
 *
 * @throws CodedError `REST-INVALID` when it is not base64
 */
export function bytesOfText(text: string, encoding: Encoding = "text"): Uint8Array {
  if (encoding === "text") return Buffer.from(text, "utf8");
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0) return Buffer.from(text, "base64");
  throw invalidRequest("the value is not base64", "Write it as RFC 4648, section 4, with its padding.");
}

/** Bytes as JSON can carry them. */
export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** The error of a request that cannot be read. */
export function invalidRequest(message: string, help: string): CodedError {
  return new CodedError({ code: "REST-INVALID", message, help });
}
