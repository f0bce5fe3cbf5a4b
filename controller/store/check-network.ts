import type { Finding } from "../fabric/findings.js";
import type { YamlPath } from "../fabric/source.js";
import { classFault, classHelp } from "../plan/site-edge.js";
import { clientHostName, firstLinkPort } from "./network.js";
import type { StoreDocument } from "./schema.js";

/** As many links have ports at an edge. */
const linksMax = 100;

/** Everything in a store file's network that does not fit together. */
export function networkFindings(document: StoreDocument): Finding[] {
  const { sites, links = [], traffic_classes: classes = [] } = document;
  if (document.links === undefined) return [];
  return [
    ...links.flatMap((link, at) => linkFindings(document, link, at)),
    ...(links.length > linksMax ? [problem(["links"], `has more than ${linksMax} links`)] : []),
    ...sites.flatMap((site, at) => siteFindings(site, at)),
    ...unreachable(document),
    ...repeatedDevices(document),
    ...sharedAddresses(document),
    ...classes.flatMap((each, at): Finding[] => {
      const fault = classFault(classes.slice(0, at), each);
      if (fault === undefined) return [];
      return [{ code: "FABRIC-CLASS", path: ["traffic_classes", at], message: fault, help: classHelp }];
    }),
  ];
}

type SiteDocument = StoreDocument["sites"][number];
type LinkDocument = NonNullable<StoreDocument["links"]>[number];

function linkFindings({ sites, links = [] }: StoreDocument, { a, b }: LinkDocument, at: number): Finding[] {
  const known = new Set(sites.map(({ name }) => name));
  const unknown = (["a", "b"] as const)
    .filter((end) => !known.has({ a, b }[end]))
    .map((end) => problem(["links", at, end], `there is no site "${{ a, b }[end]}"`));
  const isSame = (other: LinkDocument) =>
    (other.a === a && other.b === b) || (other.a === b && other.b === a);
  const again = links.slice(0, at).some(isSame)
    ? [problem(["links", at], `${a} and ${b} are joined twice`)]
    : [];
  return [...unknown, ...again, ...(a === b ? [problem(["links", at], `${a} is joined to itself`)] : [])];
}

function siteFindings({ replicas, hosts = [] }: SiteDocument, at: number): Finding[] {
  const names = [...replicas, ...hosts].map(({ name }) => name);
  const path: YamlPath = ["sites", at];
  return [
    ...(names.includes(clientHostName)
      ? [problem(path, `"${clientHostName}" names the site's clients`)]
      : []),
    ...(names.length >= firstLinkPort - 1 ? [problem(path, "has more hosts than its edge has ports")] : []),
  ];
}

/** Sites that no way leads to from the first one. */
function unreachable({ sites, links = [] }: StoreDocument): Finding[] {
  const reached = new Set(sites.slice(0, 1).map(({ name }) => name));
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { a, b } of links) {
      if (reached.has(a)) reached.add(b);
      if (reached.has(b)) reached.add(a);
    }
  }
  return sites.flatMap(({ name }, at) =>
    reached.has(name) ? [] : [problem(["sites", at, "name"], `no link leads to ${name}`)],
  );
}

function repeatedDevices({ sites }: StoreDocument): Finding[] {
  const ids = sites.map(({ edge }, at) => edge?.device_id ?? at + 1);
  return ids.flatMap((id, at) =>
    ids.indexOf(id) === at ? [] : [problem(["sites", at], `has the device id ${id} of another edge`)],
  );
}

/** An edge tells hosts apart by their addresses: those of clients are not those of replicas. */
function sharedAddresses({ sites }: StoreDocument): Finding[] {
  const others = sites.flatMap(({ replicas, hosts = [] }) =>
    [...replicas, ...hosts].map(({ address }) => address),
  );
  return sites.flatMap(({ client }, at) => {
    const isShared = others.includes(client) || sites.slice(0, at).some((site) => site.client === client);
    return isShared ? [problem(["sites", at, "client"], `${client} is another host's address, too`)] : [];
  });
}

function problem(path: YamlPath, message: string): Finding {
  const help = "Links join the edges of two sites each, and together join all sites.";
  return { code: "FABRIC-LINK", path, message, help };
}
