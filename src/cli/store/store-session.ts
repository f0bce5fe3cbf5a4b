import type { StorePlan, StoreSite } from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { eventLoopTimers, monotonicClock, systemClock, systemRandom } from "../../io/node/index.js";
import { type ClientConfig, type Commands, VivaceClient, VivaceStore } from "../../vivace/index.js";
import { vivaceDelegatePort } from "../../wire/index.js";
import { openStoreEnd, type StoreNetworking } from "./store-transport.js";

/** What a session is to be like. */
export interface SessionOptions {
  /** The client's site; the first one by default. */
  readonly site?: string | undefined;
  /** Let replicas of the site run the algorithms. */
  readonly isDelegated?: boolean;
  readonly config?: Partial<ClientConfig>;
  readonly commands: Commands;
  /** The client's number, for this life only. */
  readonly client: number;
}

/** A client of a running store. */
export interface StoreSession {
  readonly client: VivaceClient;
  readonly store: VivaceStore;
  /** The client's number, in this life and no other. */
  readonly number: number;
  close(): Promise<void>;
}

/**
 * Opens a client at a site of a store.
 *
 * @throws CodedError `STORE-SITE` when the store has no such site, `SOCKET-BIND`
 */
export async function openStoreSession(plan: StorePlan, options: SessionOptions): Promise<StoreSession> {
  const site = siteOfStore(plan, options.site);
  const end = { address: site.client, port: 0 };
  const { transport, host, close } = await openStoreEnd(end, networkingOf(plan, site));
  const locals = site.replicas.map(({ end }) => end);
  const delegates = locals.map(({ address }) => ({ address, port: vivaceDelegatePort }));
  const client = new VivaceClient({
    transport,
    host,
    clock: monotonicClock,
    timers: eventLoopTimers,
    random: systemRandom(),
    timestampClock: systemClock,
    client: options.client,
    commands: options.commands,
    config: { ...options.config, delegates: options.isDelegated === true ? delegates : [] },
    classes: plan.classes,
  });
  const directory = { replicas: plan.directory, locals };
  return {
    client,
    store: new VivaceStore({ client, site: site.name, directory }),
    number: options.client,
    close: async () => {
      client.close();
      await close();
    },
  };
}

/** How the ends of a store send at a site. */
export function networkingOf({ classes, network }: StorePlan, { proxy }: StoreSite): StoreNetworking {
  return { classes, hasEdges: network !== undefined, ...(proxy && { proxy }) };
}

/**
 * A site of a store by its name; without one the first.
 *
 * @throws CodedError `STORE-SITE`
 */
export function siteOfStore({ name, sites }: StorePlan, wanted: string | undefined): StoreSite {
  const found = wanted === undefined ? sites[0] : sites.find((site) => site.name === wanted);
  if (found !== undefined) return found;
  throw new CodedError({
    code: "STORE-SITE",
    message: `the store "${name}" has no site "${wanted ?? ""}"`,
    help: `Its sites are ${sites.map((site) => site.name).join(", ")}.`,
  });
}
