import { printJson, renderTable } from "../../output.js";
import { storeStatus } from "../../store/status.js";
import { type StoreOptions, withStore } from "./with-store.js";

/** Prints how every replica of the store is. */
export async function status(options: StoreOptions): Promise<void> {
  const replicas = await withStore(options, ({ client }, plan) => storeStatus(plan, client));
  if (options.json) {
    for (const replica of replicas) printJson(replica);
    return;
  }
  const rows = replicas.map(({ name, site, address, state, objects, round_trip_ms }) => {
    const ms = round_trip_ms === undefined ? "" : round_trip_ms.toFixed(1);
    return [name, site, address, state, objects === undefined ? "" : String(objects), ms];
  });
  const heading = ["replica", "site", "address", "state", "objects", "round trip (ms)"];
  process.stdout.write(`${renderTable(heading, rows)}\n`);
}
