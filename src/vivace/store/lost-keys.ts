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

/**
 * Lists exactly the keys whose timestamp survived and whose value did not (paper §4.3): those for which a replica has
 * the timestamp without the value, and no replica that answers has the value, wherever it keeps it.
 *
 * @param replicas every replica of the store, those of local sets, too
 */
export async function findLosses(client: Surveyor, replicas: readonly UdpEnd[]): Promise<Losses> {
  const newest = new Map<string, MissingValue>();
  const silent = new Set<UdpEnd>();
  for (const end of replicas) {
    for await (const part of surveys(client, end)) {
      if (part === undefined) silent.add(end);
      for (const entry of part ?? []) {
        const name = keyText(entry.key);
        if ((newest.get(name)?.timestamp ?? 0n) < entry.timestamp) newest.set(name, entry);
      }
    }
  }
  const alive = replicas.filter((end) => !silent.has(end));
  const lost: MissingValue[] = [];
  for (const name of [...newest.keys()].sort()) {
    const entry = newest.get(name);
    if (entry === undefined) continue;
    const holders = await client.holders(entry, alive);
    if (holders.includes("yes")) continue;
    lost.push(entry);
    for (const [at, end] of alive.entries()) if (holders[at] === "silent") silent.add(end);
  }
  return { lost, recoverable: newest.size - lost.length, silent: replicas.filter((end) => silent.has(end)) };
}

/** The parts of a replica's survey; undefined, and nothing more, when it falls silent. */
async function* surveys(
  client: Surveyor,
  end: UdpEnd,
): AsyncGenerator<readonly MissingValue[] | undefined, void> {
  for (let from: number | undefined = 0; from !== undefined; ) {
    const survey: Awaited<ReturnType<Surveyor["survey"]>> = await client.survey(end, from);
    yield survey?.missing;
    from = survey?.next;
  }
}
