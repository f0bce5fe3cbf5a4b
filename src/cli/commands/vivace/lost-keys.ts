import { findLosses, formatEnd } from "../../../vivace/index.js";
import { printJson, say } from "../../output.js";
import { type StoreOptions, withStore } from "./with-store.js";

/** Lists the objects whose newest timestamp has survived and whose value has not, one a line. */
export async function lostKeys(options: StoreOptions): Promise<void> {
  const { lost, recoverable, silent } = await withStore(options, ({ client }, plan) =>
    findLosses(
      client,
      plan.sites.flatMap((site) => site.replicas.map(({ end }) => end)),
    ),
  );
  for (const { key, timestamp } of lost) {
    const name = Buffer.from(key).toString("utf8");
    if (options.json) printJson({ key: name, timestamp: timestamp.toString() });
    else process.stdout.write(`${name}\n`);
  }
  const gone = silent.length === 0 ? "" : `; silent: ${silent.map(formatEnd).join(", ")}`;
  say(`${lost.length} lost, ${recoverable} still on their way${gone}`);
}
