import { type Static, Type } from "typebox";
import { formatIpv4 } from "../../../src/wire/index.js";
import type { EdgeControl, EdgeStatus } from "../../edge/edge-control.js";
import { edgeError } from "../../edge/edge-error.js";
import type { EdgeClass } from "../../plan/site-edge.js";
import type { PortRights } from "../../store/model.js";
import type { RestApp } from "../app.js";
import { problem } from "../schemas.js";
import { classesView, edgeView, hostParams, rightsView, siteParams } from "./edge-schemas.js";
import type { StoreRestOptions } from "./options.js";

const problems = { "4xx": problem, "5xx": problem };
const tags = ["edges"];
/** How long an answer waits for the switches; what is not in them by then follows. */
const settleUs = 5_000_000;

/** `/v1/edges` and `/v1/traffic-classes`: the switches at the edges of the sites, and what they do. */
export function edgeRoutes(app: RestApp, { edges }: StoreRestOptions): void {
  const control = () => {
    if (edges === undefined) throw edgeError("EDGE-NONE", "the sites of this store have no edges");
    return edges;
  };
  edgeReading(app, control);
  classRoutes(app, control);
  rightsRoutes(app, control);
}

type TheControl = () => EdgeControl;

function edgeReading(app: RestApp, control: TheControl): void {
  const all = {
    summary: "The edges of the sites",
    tags,
    response: { 200: Type.Array(edgeView), ...problems },
  };
  app.get("/v1/edges", { schema: all }, async () => control().edges.map(viewOf));
  const one = {
    summary: "The edge of a site",
    tags,
    params: siteParams,
    response: { 200: edgeView, ...problems },
  };
  app.get("/v1/edges/:site", { schema: one }, async (request) => viewOf(control().edge(request.params.site)));
}

function classRoutes(app: RestApp, control: TheControl): void {
  const get = { summary: "The traffic classes", tags, response: { 200: classesView, ...problems } };
  app.get("/v1/traffic-classes", { schema: get }, async () => control().classes.map(copyOf));
  const put = {
    ...get,
    summary: "Change the traffic classes of every edge",
    description:
      "Answers when every edge has them, or after five seconds: `GET /v1/edges` tells which has not.",
    body: classesView,
  };
  app.put("/v1/traffic-classes", { schema: put }, async (request) => {
    control().setClasses(request.body);
    await control().settled(settleUs);
    return control().classes.map(copyOf);
  });
}

function rightsRoutes(app: RestApp, control: TheControl): void {
  const get = {
    summary: "What a host may claim",
    tags,
    params: hostParams,
    response: { 200: rightsView, ...problems },
  };
  app.get("/v1/edges/:site/hosts/:host", { schema: get }, async (request) => {
    const { site, host } = request.params;
    return rightsOf(control(), site, host);
  });
  const put = {
    ...get,
    summary: "Change what a host may claim: the mark that is believed, and how much may go above best effort",
    description: "Answers when every edge is ready, or after five seconds.",
    body: rightsView,
  };
  app.put("/v1/edges/:site/hosts/:host", { schema: put }, async (request) => {
    const { site, host } = request.params;
    control().setRights(site, host, rightsFrom(request.body));
    await control().settled(settleUs);
    return rightsOf(control(), site, host);
  });
}

function rightsOf(control: EdgeControl, site: string, host: string): Static<typeof rightsView> {
  const found = control.edge(site).edge.hosts.find(({ name }) => name === host);
  if (found === undefined) throw edgeError("EDGE-HOST", `there is no host "${host}" at ${site}`);
  return viewOfRights(found.rights);
}

function viewOf({ edge, address, state, problem: reason }: EdgeStatus): Static<typeof edgeView> {
  const hosts = edge.hosts.map(({ name, address: host, port, rights }) => {
    return { name, address: formatIpv4(host), port, rights: viewOfRights(rights) };
  });
  const links = edge.links.map(({ to, port, cable: { rateBps, delayUs, loss, queueDepth } }) => {
    const rate = rateBps === undefined ? {} : { rate_bps: rateBps };
    return { to, port, ...rate, delay_us: delayUs, loss, queue_depth: queueDepth };
  });
  const { site, deviceId } = edge;
  const known = { site, device_id: deviceId.toString(), address, state, hosts, links };
  return reason === undefined ? known : { ...known, problem: reason };
}

function viewOfRights({ trust, police }: PortRights): Static<typeof rightsView> {
  return {
    ...(trust === undefined ? {} : { trust }),
    ...(police === undefined
      ? {}
      : { limit: { bytes_per_second: police.bytesPerSecond, burst_bytes: police.burstBytes } }),
  };
}

function rightsFrom({ trust, limit }: Static<typeof rightsView>): PortRights {
  return {
    ...(trust === undefined ? {} : { trust }),
    ...(limit === undefined
      ? {}
      : { police: { bytesPerSecond: limit.bytes_per_second, burstBytes: limit.burst_bytes } }),
  };
}

function copyOf({ mark, values, queue }: EdgeClass): Static<typeof classesView>[number] {
  return { mark, values: [...values], queue };
}
