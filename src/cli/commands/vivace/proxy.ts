import { CodedError } from "../../../base/index.js";
import { eventLoopTimers, monotonicClock } from "../../../io/node/index.js";
import { WanProxy } from "../../../vivace/index.js";
import { formatIpv4 } from "../../../wire/index.js";
import { interrupted } from "../../fabric/interrupt.js";
import { stopped } from "../../fabric/stopped.js";
import { say } from "../../output.js";
import { loadStore } from "../../store/load-store.js";
import { siteOfStore } from "../../store/store-session.js";
import { openStoreEnd } from "../../store/store-transport.js";

export interface VivaceProxyOptions {
  readonly store: string;
  readonly site?: string;
}

/** Runs the proxy of a site until somebody asks it to stop; tells its parent, if there is one, when it is ready. */
export async function vivaceProxy(options: VivaceProxyOptions): Promise<void> {
  const { plan, file } = loadStore(options.store);
  const site = siteOfStore(plan, options.site);
  if (site.proxy === undefined || plan.proxy === undefined) throw noProxy(file, site.name);
  // At a terminal Ctrl-C stops it; beneath `vivace up` the parent does.
  const stop = process.send === undefined ? interrupted().signal : stopped();
  const { transport, close } = await openStoreEnd(site.proxy.proxy, {
    classes: plan.classes,
    hasEdges: false,
  });
  const proxy = new WanProxy({
    ...plan.proxy,
    transport,
    site: site.proxy,
    clock: monotonicClock,
    timers: eventLoopTimers,
    others: plan.sites.flatMap((other) => (other === site ? [] : (other.proxy ?? []))),
    trusted: [site.client, ...site.replicas.map(({ end }) => end.address)],
  });
  process.send?.("ready");
  say(`proxy of ${site.name} at ${formatIpv4(site.proxy.proxy.address)}; Ctrl-C stops it`);
  await stop;
  await close();
  const { bytes, dropped, refused } = proxy.counts;
  say(`${bytes.priority} B priority, ${bytes.bulk} B bulk; ${dropped} dropped, ${refused} refused`);
}

function noProxy(file: string, site: string): CodedError {
  return new CodedError({
    code: "STORE-NO-PROXY",
    message: `${file} has no proxy for ${site}`,
    help: "Give the store `proxy: { rate_bps: …, queue_depth: … }`, and each site `proxy: { address: …, network: … }`.",
  });
}
