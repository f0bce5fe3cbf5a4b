import { setTimeout as wait } from "node:timers/promises";
import { randomFraction } from "../../base/index.js";
import { monotonicClock, systemRandom } from "../../io/node/index.js";
import { pauseMaxUs } from "../../sim/index.js";

/** How long somebody does the same thing again and again: whichever of both comes first. */
export interface Amount {
  readonly times: number;
  readonly seconds: number;
}

/** What it took. */
export interface Timed {
  readonly latenciesUs: readonly number[];
  readonly failures: number;
  /** 1 when the last and longest had not ended when time was up: its latency is how long it had taken by then. */
  readonly unfinished: number;
}

/** Does something again and again, with random pauses, and measures each. */
export async function timed({ times, seconds }: Amount, operate: () => Promise<unknown>): Promise<Timed> {
  const random = systemRandom();
  const latenciesUs: number[] = [];
  const endUs = monotonicClock.nowUs() + seconds * 1e6;
  let failures = 0;
  while (latenciesUs.length + failures < times && monotonicClock.nowUs() < endUs) {
    await wait((randomFraction(random) * pauseMaxUs) / 1000);
    const begunUs = monotonicClock.nowUs();
    const outcome = await within(operate(), (endUs - begunUs) / 1000);
    const tookUs = monotonicClock.nowUs() - begunUs;
    if (outcome === "unfinished") return { ...cut(latenciesUs, tookUs), failures };
    if (outcome === "failed") failures += 1;
    else latenciesUs.push(tookUs);
  }
  return { latenciesUs, failures, unfinished: 0 };
}

/** What had not ended tells something only if it has taken longer already than all that had. */
function cut(latenciesUs: readonly number[], tookUs: number): Pick<Timed, "latenciesUs" | "unfinished"> {
  if (latenciesUs.some((us) => us >= tookUs)) return { latenciesUs, unfinished: 0 };
  return { latenciesUs: [...latenciesUs, tookUs], unfinished: 1 };
}

async function within(promise: Promise<unknown>, ms: number): Promise<"done" | "failed" | "unfinished"> {
  const late = new AbortController();
  const ended = promise.then(
    () => "done" as const,
    () => "failed" as const,
  );
  const timeUp = wait(Math.max(0, ms), "unfinished" as const, { signal: late.signal }).catch(
    () => "unfinished" as const,
  );
  const outcome = await Promise.race([ended, timeUp]);
  late.abort();
  return outcome;
}
