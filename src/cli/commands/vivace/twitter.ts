import { buildTwitterRest } from "../../../../controller/index.js";
import { systemClock } from "../../../io/node/index.js";
import { PostIdentifiers, Twitter } from "../../../vivace/index.js";
import { interrupted } from "../../fabric/interrupt.js";
import { listenAt, parseListenAddress } from "../../fabric/rest-server.js";
import { printJson, say } from "../../output.js";
import { loadPage } from "../../page.js";
import { type StoreOptions, withStore } from "./with-store.js";

export interface TwitterCommandOptions extends StoreOptions {
  readonly listen: string;
  readonly rw: string;
  readonly rmw: string;
}

/** Serves the application at a site of a running store until somebody asks it to stop. */
export async function vivaceTwitter(options: TwitterCommandOptions): Promise<void> {
  const listen = parseListenAddress(options.listen);
  const stop = interrupted();
  try {
    await withStore(options, async ({ store, number }) => {
      const identifiers = new PostIdentifiers(systemClock, number);
      const { rw, rmw } = options;
      const twitter = new Twitter({ store, identifiers, containers: { rw, rmw } });
      const app = await buildTwitterRest({ twitter, page: loadPage("twitter") });
      try {
        const url = await listenAt(app, listen);
        if (options.json) printJson({ url });
        say(`the application is at ${url}, its REST API at ${url}/docs; Ctrl-C stops it`);
        await stop.signal;
      } finally {
        await app.close();
      }
    });
  } finally {
    stop.forget();
  }
}
