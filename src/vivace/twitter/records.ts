import { decodeUtf8, encodeUtf8, parseJson } from "../../base/index.js";

/** An account, as it is stored in an RW object. */
export interface Account {
  readonly name: string;
  /** What its owner says of itself. */
  readonly about: string;
}

/** A post, as it is stored in an RW object. It never changes. */
export interface Post {
  readonly id: string;
  readonly author: string;
  readonly text: string;
}

/** The most characters of a post, and of what an account says of itself. */
export const textCharactersMax = 280;

/** Whether a text can name an account. */
export function isAccountName(text: string): boolean {
  return /^[a-z0-9_]{1,12}$/.test(text);
}

/** Whether a text can say who claims a name. */
export function isClaim(text: string): boolean {
  return /^[A-Za-z0-9-]{1,64}$/.test(text);
}

/** Whether a text may be posted: characters, not UTF-16 units, are counted. */
export function isPostText(text: string): boolean {
  const { length } = [...text];
  return length >= 1 && length <= textCharactersMax;
}

/** An account as bytes: JSON. */
export function encodeAccount({ about }: Account): Uint8Array {
  return encodeUtf8(JSON.stringify({ about }));
}

/** Reads an account; undefined when the bytes are none. */
export function decodeAccount(name: string, bytes: Uint8Array): Account | undefined {
  const found = fieldsOf(bytes);
  return typeof found.about === "string" ? { name, about: found.about } : undefined;
}

/** A post as bytes: JSON. */
export function encodePost({ author, text }: Post): Uint8Array {
  return encodeUtf8(JSON.stringify({ author, text }));
}

/** Reads a post; undefined when the bytes are none. */
export function decodePost(id: string, bytes: Uint8Array): Post | undefined {
  const { author, text } = fieldsOf(bytes);
  return typeof author === "string" && typeof text === "string" ? { id, author, text } : undefined;
}

/** The lines of a follower list or a timeline. */
export function decodeLines(bytes: Uint8Array): readonly string[] {
  return (decodeUtf8(bytes) ?? "").split("\n").filter((line) => line !== "");
}

function fieldsOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const found = parseJson(decodeUtf8(bytes) ?? "");
  return typeof found === "object" && found !== null ? { ...found } : {};
}
