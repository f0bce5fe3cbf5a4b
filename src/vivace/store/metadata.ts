import { parseJson } from "../../base/index.js";
import { formatIpv4, parseIpv4, type UdpEnd } from "../../wire/index.js";
import { type ObjectPlace, vivaceError } from "../client/index.js";
import { keyBytes, keyText, shownKey } from "../protocol/index.js";
import { isStoreName } from "./names.js";

/** What all objects of a container have in common (paper §3.1). */
export interface ContainerMetadata {
  /** RW objects have `read` and `write`, RMW objects have `execute`. */
  readonly type: "rw" | "rmw";
  /** The replica set. */
  readonly replicas: readonly UdpEnd[];
  /** The local set of each site where clients are. */
  readonly localSets: ReadonlyMap<string, readonly UdpEnd[]>;
}

/** The most members of a replica set, and of a local set: both are named in one message. */
export const replicaSetMax = 7;

/**
 * Where an object of a container is kept, for a client at a site.
 *
 * @throws CodedError `VIVACE-SITE` when the container has no local set there
 */
export function placeAt(metadata: ContainerMetadata, key: Uint8Array, site: string): ObjectPlace {
  const locals = metadata.localSets.get(site);
  if (locals === undefined) throw vivaceError("VIVACE-SITE", `${shownKey(key)} at ${site}`);
  return { key, replicas: metadata.replicas, locals };
}

/**
 * Metadata as it is stored: JSON in ASCII, sites in alphabetical order.
 *
 * @throws CodedError `VIVACE-METADATA` when sets are empty, too large, or not of different replicas
 */
export function encodeMetadata({ type, replicas, localSets }: ContainerMetadata): Uint8Array {
  const sites = [...localSets].sort(([left], [right]) => (left < right ? -1 : 1));
  const isRight = isSet(replicas) && sites.every(([site, set]) => isStoreName(site) && isSet(set));
  if (!isRight) throw vivaceError("VIVACE-METADATA", "container");
  const locals = Object.fromEntries(sites.map(([site, set]) => [site, set.map(formatEnd)]));
  return keyBytes(JSON.stringify({ type, replicas: replicas.map(formatEnd), locals }));
}

/** Reads stored metadata; undefined when it is none. */
export function decodeMetadata(bytes: Uint8Array): ContainerMetadata | undefined {
  const found = parseJson(keyText(bytes));
  if (!isRecord(found) || !isRecord(found.locals)) return undefined;
  const { type, locals } = found;
  const replicas = parseSet(found.replicas);
  if ((type !== "rw" && type !== "rmw") || replicas === undefined) return undefined;
  const localSets = new Map<string, readonly UdpEnd[]>();
  for (const [site, set] of Object.entries(locals)) {
    const ends = parseSet(set);
    if (ends === undefined) return undefined;
    localSets.set(site, ends);
  }
  return { type, replicas, localSets };
}

/** Writes an end as `10.0.1.2:21080`. */
export function formatEnd({ address, port }: UdpEnd): string {
  return `${formatIpv4(address)}:${port}`;
}

/** Reads `10.0.1.2:21080`; undefined when the text is no end. */
export function parseEnd(text: string): UdpEnd | undefined {
  const [host = "", digits = "", ...rest] = text.split(":");
  const address = parseIpv4(host);
  const port = /^[1-9][0-9]{0,4}$/.test(digits) ? Number(digits) : 0;
  const isEnd = address !== undefined && port > 0 && port < 65_536 && rest.length === 0;
  return isEnd ? { address, port } : undefined;
}

function isSet(ends: readonly UdpEnd[]): boolean {
  const different = new Set(ends.map(formatEnd)).size;
  return ends.length > 0 && ends.length <= replicaSetMax && different === ends.length;
}

function parseSet(found: unknown): readonly UdpEnd[] | undefined {
  if (!Array.isArray(found)) return undefined;
  const ends = found.flatMap((text) => (typeof text === "string" ? (parseEnd(text) ?? []) : []));
  return ends.length === found.length && isSet(ends) ? ends : undefined;
}

function isRecord(found: unknown): found is Readonly<Record<string, unknown>> {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}
