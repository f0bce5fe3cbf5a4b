import type { ReplicaStatus, StorePlan } from "../../../controller/index.js";
import type { VivaceClient } from "../../vivace/index.js";
import { formatEnd } from "../../vivace/index.js";

/** Asks every replica of a store how it is. */
export function storeStatus(plan: StorePlan, client: Pick<VivaceClient, "survey">): Promise<ReplicaStatus[]> {
  const replicas = plan.sites.flatMap((site) => site.replicas);
  return Promise.all(
    replicas.map(async ({ name, site, end }) => {
      const askedMs = performance.now();
      const survey = await client.survey(end, 0);
      const known = { name, site, address: formatEnd(end) };
      if (survey === undefined) return { ...known, state: "silent" };
      return { ...known, state: "up", objects: survey.objects, round_trip_ms: performance.now() - askedMs };
    }),
  );
}
