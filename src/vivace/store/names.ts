import { encodeUtf8 } from "../../base/index.js";
import { vivaceKeyBytesMax } from "../../wire/index.js";
import { vivaceError } from "../client/index.js";

/** Whether a text can name a container or a site: 1 to 32 of a-z, 0-9, dot, hyphen and underscore. */
export function isStoreName(text: string): boolean {
  return /^[a-z0-9._-]{1,32}$/.test(text);
}

/**
 * The key of an object: its container is a part of it (paper §3.1). Short names make critical messages short.
 *
 * @throws CodedError `VIVACE-NAME`, `VIVACE-TOO-LARGE`
 */
export function objectKey(container: string, name: string): Uint8Array {
  if (!isStoreName(container) || name === "") throw vivaceError("VIVACE-NAME", `${container}/${name}`);
  const key = encodeUtf8(`${container}/${name}`);
  if (key.length > vivaceKeyBytesMax) throw vivaceError("VIVACE-TOO-LARGE", `${container}/${name}`);
  return key;
}

/**
 * The key of a container's object in the directory; no object of a container has it.
 *
 * @throws CodedError `VIVACE-NAME`
 */
export function directoryKey(container: string): Uint8Array {
  if (!isStoreName(container)) throw vivaceError("VIVACE-NAME", `container ${JSON.stringify(container)}`);
  return encodeUtf8(`/${container}`);
}
