import { postToRest } from "../fabric/rest-client.js";
import { type ClientOptions, withLogClient } from "./client-command.js";
import { parseIndex } from "./log-index.js";
import { printEntry } from "./print-entry.js";
import { untilInterrupted } from "./until-interrupted.js";

export interface SubscribeOptions extends ClientOptions {
  readonly stream: number;
  readonly from?: string;
  readonly raw?: boolean;
}

/** Follows a stream from a host that subscribes to it at its switch, which keeps the other streams' entries from it. */
export async function subscribe(options: SubscribeOptions): Promise<void> {
  const { state, stream, from } = options;
  await withLogClient(options, {}, async ({ client }, host) => {
    await postToRest(state, "/v1/subscriptions", { host: host.name, streams: [stream] });
    try {
      const range = {
        stream,
        follow: true,
        subscribed: true,
        ...(from !== undefined && { from: parseIndex(from) }),
      };
      await untilInterrupted(client, async () => {
        for await (const entry of client.entries(range)) printEntry(entry, options);
      });
    } finally {
      await postToRest(state, "/v1/subscriptions", { host: host.name, streams: [] });
    }
  });
}
