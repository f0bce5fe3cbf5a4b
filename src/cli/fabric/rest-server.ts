import { once } from "node:events";
import { createServer } from "node:net";
import {
  buildRest,
  type DataPlane,
  type FabricDesk,
  type HostDesk,
  type RestApp,
  type RestOptions,
  type RingSnapshot,
} from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { systemErrorCode } from "../failure.js";
import { loadDashboard } from "../page.js";
import type { HostAttachment } from "./host-attachment.js";
import { openLogSession } from "./log-session.js";

/** What the REST API of a fabric needs. */
export interface RestServerOptions {
  readonly fabric: FabricDesk;
  readonly ring: () => RingSnapshot;
  readonly refused: RestOptions["refused"];
  readonly hosts: HostDesk;
  /** `host:port` of each switch's P4Runtime server, by the switch's name. */
  readonly addresses: () => ReadonlyMap<string, string>;
  /** Data planes of this process, by the switch's name; absent: the switches run elsewhere. */
  readonly dataPlanes?: () => ReadonlyMap<string, DataPlane>;
  /** Host through which the API appends. */
  readonly api: HostAttachment;
  readonly listen: ListenAddress;
}

/** Where a server listens; port 0 is any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A REST API at work. */
export interface RestServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the REST API of a fabric.
 *
 * @throws CodedError `REST-LISTEN` when the address cannot be had
 */
export async function serveRest(options: RestServerOptions): Promise<RestServer> {
  const { fabric, ring, refused, hosts, addresses, dataPlanes, listen } = options;
  const session = await openLogSession(options.api);
  const app = await buildRest({
    fabric,
    ring,
    refused,
    hosts,
    addresses,
    log: session.client,
    page: loadDashboard(),
    ...(dataPlanes === undefined ? {} : { dataPlanes }),
  });
  const close = async () => {
    await app.close();
    await session.close();
  };
  try {
    return { url: await listenAt(app, listen), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Lets an API listen.
 *
 * @returns its URL
 * @throws CodedError `REST-LISTEN` when the address cannot be had
 */
export async function listenAt(app: RestApp, { host, port }: ListenAddress): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw addressTaken({ host, port }, error);
  }
}

/**
 * Listens at an address for a moment: who cannot have it learns so before a whole fabric is started.
 *
 * @throws CodedError `REST-LISTEN` when the address cannot be had
 */
export async function assertAddressFree(listen: ListenAddress): Promise<void> {
  const server = createServer();
  try {
    await once(server.listen(listen), "listening");
  } catch (error) {
    throw addressTaken(listen, error);
  }
  const closed = once(server, "close");
  server.close();
  await closed;
}

function addressTaken({ host, port }: ListenAddress, error: unknown): CodedError {
  return new CodedError({
    code: "REST-LISTEN",
    message: `cannot listen at ${host}:${port}: ${systemErrorCode(error) ?? String(error)}`,
    help: "Choose another address with --listen HOST:PORT; port 0 takes any free one.",
  });
}

/**
 * Reads `HOST:PORT`.
 *
 * @throws CodedError `REST-LISTEN`
 */
export function parseListenAddress(text: string): ListenAddress {
  const found = /^(.+):([0-9]{1,5})$/.exec(text);
  const port = Number(found?.[2]);
  if (found?.[1] !== undefined && port < 65_536) return { host: found[1], port };
  throw new CodedError({
    code: "REST-LISTEN",
    message: `"${text}" is no address`,
    help: "Give HOST:PORT, for example 127.0.0.1:8080.",
  });
}
