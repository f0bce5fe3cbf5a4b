import type { UdpEnd } from "../../wire/index.js";
import type { VivaceClient } from "../client/index.js";
import { keyText, type MissingValue } from "../protocol/index.js";

/** What is left after a disaster. */
export interface Losses {
  /** Objects whose newest timestamp has survived and whose value has not, by key. */
  readonly lost: readonly MissingValue[];
  /** Objects whose newest value is still on its way to some replica, or was overtaken by a newer one. */
  readonly recoverable: number;
  /** Replicas that do not answer, or have fallen silent meanwhile: what they alone have counts as lost. */
  readonly silent: readonly UdpEnd[];
}

/** What the search needs of a client. */
export type Surveyor = Pick<VivaceClient, "survey" | "holders">;

/** Objects that are written again and again while they are looked at are not lost: after so many looks that is enough. */
const looksMax = 4;

/**
 * Lists exactly the keys whose timestamp survived and whose value did not (paper §4.3): those for which a replica has
 * the timestamp without the value, and no replica that answers has the value, wherever it keeps it. What is written
 * again meanwhile is looked at again.
 *
 * @param replicas every replica of the store, those of local sets, too
 */
export async function findLosses(client: Surveyor, replicas: readonly UdpEnd[]): Promise<Losses> {
  const silent = new Set<UdpEnd>();
  let asked = replicas;
  for (let looks = 1; ; looks += 1) {
    const newest = await newestMissing(client, asked, silent);
    asked = asked.filter((end) => !silent.has(end));
    const lost: MissingValue[] = [];
    let changed = 0;
    for (const name of [...newest.keys()].sort()) {
      const entry = newest.get(name);
      if (entry === undefined) continue;
      const holders = await client.holders(entry, asked);
      if (holders.includes("yes")) continue;
      if (holders.includes("newer")) changed += 1;
      else lost.push(entry);
      for (const [at, end] of asked.entries()) if (holders[at] === "silent") silent.add(end);
    }
    if (changed > 0 && looks < looksMax) continue;
    const recoverable = newest.size - lost.length;
    return { lost, recoverable, silent: replicas.filter((end) => silent.has(end)) };
  }
}

/** By key the newest timestamps whose values some replica lacks; adds to `silent` who does not answer. */
async function newestMissing(
  client: Surveyor,
  replicas: readonly UdpEnd[],
  silent: Set<UdpEnd>,
): Promise<ReadonlyMap<string, MissingValue>> {
  const surveys = await Promise.all(replicas.map((end) => surveyOf(client, end)));
  const newest = new Map<string, MissingValue>();
  for (const [at, end] of replicas.entries()) {
    if (surveys[at]?.isSilent) silent.add(end);
    for (const entry of surveys[at]?.missing ?? []) {
      const name = keyText(entry.key);
      if ((newest.get(name)?.timestamp ?? 0n) < entry.timestamp) newest.set(name, entry);
    }
  }
  return newest;
}

/** All parts of a replica's survey, up to where it falls silent. */
async function surveyOf(
  client: Surveyor,
  end: UdpEnd,
): Promise<{ readonly missing: readonly MissingValue[]; readonly isSilent: boolean }> {
  const missing: MissingValue[] = [];
  for (let from: number | undefined = 0; from !== undefined; ) {
    const survey: Awaited<ReturnType<Surveyor["survey"]>> = await client.survey(end, from);
    if (survey === undefined) return { missing, isSilent: true };
    missing.push(...survey.missing);
    from = survey.next;
  }
  return { missing, isSilent: false };
}
