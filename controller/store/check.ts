import { parseIpv4 } from "../../src/wire/index.js";
import type { Finding } from "../fabric/findings.js";
import type { YamlPath } from "../fabric/source.js";
import type { StoreDocument } from "./schema.js";

/** As many replicas fit into one message. */
const setMax = 7;

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
    ...repeated(document.sites.map(({ name }, index) => [["sites", index, "name"], name])),
    ...repeated((document.containers ?? []).map(({ name }, index) => [["containers", index, "name"], name])),
    ...repeated(ofReplicas(document, "name")),
    ...repeated(ofReplicas(document, "address")),
    ...addresses(document),
    ...document.sites.flatMap((site, index) => size(["sites", index, "replicas"], site.replicas.length)),
    ...sets.flatMap(([path, set]) => [
      ...size(path, set.length),
      ...repeated(set.map((name, index) => [[...path, index], name])),
      ...set.flatMap((name, index) => (known.has(name) ? [] : [unknown([...path, index], name)])),
    ]),
  ];
}

function ofReplicas(document: StoreDocument, key: "name" | "address"): [YamlPath, string][] {
  return document.sites.flatMap((site, at) =>
    site.replicas.map((replica, index): [YamlPath, string] => [
      ["sites", at, "replicas", index, key],
      replica[key],
    ]),
  );
}

function addresses(document: StoreDocument): Finding[] {
  const all: [YamlPath, string][] = [
    ...ofReplicas(document, "address"),
    ...document.sites.map(({ client }, index): [YamlPath, string] => [["sites", index, "client"], client]),
  ];
  return all.flatMap(([path, text]) =>
    parseIpv4(text) !== undefined
      ? []
      : [{ code: "FABRIC-ADDRESS", path, message: `${text} is no address`, help: "Each part is 0 to 255." }],
  );
}

function repeated(named: readonly (readonly [YamlPath, string])[]): Finding[] {
  const seen = new Set<string>();
  return named.flatMap(([path, name]) => {
    const isNew = !seen.has(name);
    seen.add(name);
    if (isNew) return [];
    return [{ code: "FABRIC-NAME", path, message: `${name} is here twice`, help: "Give each its own." }];
  });
}

function size(path: YamlPath, members: number): Finding[] {
  if (members <= setMax) return [];
  const message = `has ${members} members, more than ${setMax}`;
  return [{ code: "FABRIC-REPLICA-SET", path, message, help: "Three or five are usual." }];
}

function unknown(path: YamlPath, name: string): Finding {
  const message = `no site has a replica "${name}"`;
  return { code: "FABRIC-REFERENCE", path, message, help: "Name replicas as the sites do." };
}
