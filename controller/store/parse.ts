import { Value } from "typebox/value";
import { assert } from "../../src/base/index.js";
import { defaultClasses } from "../../src/vivace/index.js";
import { parseIpv4, vivacePort } from "../../src/wire/index.js";
import { shapeFindings } from "../fabric/check-schema.js";
import { throwFindings } from "../fabric/findings.js";
import { readYaml } from "../fabric/source.js";
import { storeFindings } from "./check.js";
import { proxiedSite } from "./check-proxies.js";
import type { StorePlan, StoreReplica, StoreSite } from "./model.js";
import { planNetwork } from "./network.js";
import { type StoreDocument, storeSchema } from "./schema.js";

/**
 * Reads a store file: sites, their replicas, and containers. `file` is the name that diagnostics show.
 *
 * @throws CodedError with every fault at once, each with line and column
 *
 * @example parseStore(await readFile("store.yaml", "utf8"), "store.yaml").sites.length
 */
export function parseStore(text: string, file: string): StorePlan {
  const source = readYaml(text, file, "controller/stores/two-sites.yaml");
  const document = source.value;
  throwFindings(source, shapeFindings(storeSchema, document));
  assert(isStoreDocument(document), "the walk and the schema agree");
  throwFindings(source, storeFindings(document));
  return planOf(document);
}

function isStoreDocument(value: unknown): value is StoreDocument {
  return Value.Check(storeSchema, value);
}

function planOf(document: StoreDocument): StorePlan {
  const sites = document.sites.map(siteOf);
  const replicas = sites.flatMap((site) => site.replicas);
  const ends = (names: readonly string[]) =>
    names.flatMap((name) => replicas.find((each) => each.name === name)?.end ?? []);
  const localSets = new Map(sites.map((site) => [site.name, site.replicas.map(({ end }) => end)]));
  const containers = (document.containers ?? []).map(({ name, type, replicas: set }) => ({
    name,
    metadata: { type, replicas: ends(set), localSets },
  }));
  const { critical, data } = document.classes ?? {};
  const classes = {
    criticalDscp: critical ?? defaultClasses.criticalDscp,
    dataDscp: data ?? defaultClasses.dataDscp,
  };
  const network = planNetwork(document, classes);
  const { rate_bps: rateBps = 0, queue_depth: queueDepth = 0 } = document.proxy ?? {};
  return {
    name: document.name,
    sites,
    directory: ends(document.directory),
    containers,
    classes,
    ...(network === undefined ? {} : { network }),
    ...(document.proxy && { proxy: { rateBps, queueDepth } }),
  };
}

function siteOf({ name: site, client, replicas, proxy }: StoreDocument["sites"][number]): StoreSite {
  const placed = replicas.map(({ name, address }): StoreReplica => {
    return { name, site, end: { address: parseIpv4(address) ?? 0, port: vivacePort } };
  });
  return {
    name: site,
    client: parseIpv4(client) ?? 0,
    replicas: placed,
    ...(proxy && { proxy: proxiedSite(proxy) }),
  };
}
