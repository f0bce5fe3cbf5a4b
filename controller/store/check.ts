import { replicaSetMax } from "../../src/vivace/index.js";
import { parseIpv4 } from "../../src/wire/index.js";
import { type Claim, repeated } from "../fabric/checks/names.js";
import type { Finding } from "../fabric/findings.js";
import type { YamlPath } from "../fabric/source.js";
import { networkFindings } from "./check-network.js";
import { proxyFindings } from "./check-proxies.js";
import type { StoreDocument } from "./schema.js";

/** Everything in a store file that does not fit together. */
export function storeFindings(document: StoreDocument): Finding[] {
  const replicas = document.sites.flatMap((site) => site.replicas);
  const known = new Set(replicas.map(({ name }) => name));
  const sets: [YamlPath, readonly string[]][] = [
    [["directory"], document.directory],
    ...(document.containers ?? []).map((each, index): [YamlPath, readonly string[]] => [
      ["containers", index, "replicas"],
      each.replicas,
    ]),
  ];
  return [
    ...named(document).flatMap(twice),
    ...addresses(document),
    ...networkFindings(document),
    ...proxyFindings(document),
    ...document.sites.flatMap((site, index) => size(["sites", index, "replicas"], site.replicas.length)),
    ...sets.flatMap(([path, set]) => [
      ...size(path, set.length),
      ...twice(set.map((value, index) => ({ value, path: [...path, index] }))),
      ...set.flatMap((name, index) => (known.has(name) ? [] : [unknown([...path, index], name)])),
    ]),
  ];
}

/** What has to be different, kind by kind. */
function named(document: StoreDocument): Claim[][] {
  const { sites, containers = [] } = document;
  return [
    sites.map(({ name }, index) => ({ value: name, path: ["sites", index, "name"] })),
    containers.map(({ name }, index) => ({ value: name, path: ["containers", index, "name"] })),
    [...ofMembers(document, "replicas", "name"), ...ofMembers(document, "hosts", "name")],
    [...ofMembers(document, "replicas", "address"), ...ofMembers(document, "hosts", "address")],
  ];
}

function ofMembers(document: StoreDocument, list: "replicas" | "hosts", key: "name" | "address"): Claim[] {
  return document.sites.flatMap((site, at) =>
    (site[list] ?? []).map((member, index) => ({
      value: member[key],
      path: ["sites", at, list, index, key],
    })),
  );
}

function addresses(document: StoreDocument): Finding[] {
  const all: Claim[] = [
    ...ofMembers(document, "replicas", "address"),
    ...ofMembers(document, "hosts", "address"),
    ...document.sites.map(({ client }, index) => ({ value: client, path: ["sites", index, "client"] })),
  ];
  return all.flatMap(({ path, value }) =>
    parseIpv4(value) !== undefined
      ? []
      : [{ code: "FABRIC-ADDRESS", path, message: `${value} is no address`, help: "Each part is 0 to 255." }],
  );
}

function twice(claims: readonly Claim[]): Finding[] {
  return repeated(claims).map(({ claim: { path, value } }) => ({
    code: "FABRIC-NAME",
    path,
    message: `${value} is here twice`,
    help: "Give each its own.",
  }));
}

function size(path: YamlPath, members: number): Finding[] {
  if (members <= replicaSetMax) return [];
  const message = `has ${members} members, more than ${replicaSetMax}`;
  return [{ code: "FABRIC-REPLICA-SET", path, message, help: "Three or five are usual." }];
}

function unknown(path: YamlPath, name: string): Finding {
  const message = `no site has a replica "${name}"`;
  return { code: "FABRIC-REFERENCE", path, message, help: "Name replicas as the sites do." };
}
