import { setTimeout as wait } from "node:timers/promises";
import type { Fabric } from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import type { ServiceEvent } from "../fabric/controller-service.js";
import type { ProcessFabric } from "../fabric/process-fabric.js";

const lookMs = 5;
const wholeWithinMs = 120_000;

/** Knows from what the controller tells whether everybody is in the view that it serves. */
export class Wholeness {
  readonly #fabric: Fabric;
  #isWhole = false;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Takes in what the controller tells. */
  event(event: ServiceEvent): void {
    if (event.kind !== "serving") return;
    const servers = this.#fabric.hosts.filter(({ role }) => role === "log-server");
    this.#isWhole =
      event.ring.length === this.#fabric.switches.length && event.servers.length === servers.length;
  }

  /** Something has been killed without which the view is not what it was. */
  broken(): void {
    this.#isWhole = false;
  }

  /**
   * Resolves when every process runs and is in the view.
   *
   * @throws CodedError `CHAOS-NOT-WHOLE` when that takes too long
   */
  async reached({ parts }: ProcessFabric, aborted: AbortSignal): Promise<void> {
    const untilMs = performance.now() + wholeWithinMs;
    while (!this.#isWhole || parts.some(({ process }) => !process.isReady)) {
      aborted.throwIfAborted();
      if (performance.now() > untilMs) throw notWhole(parts.filter(({ process }) => !process.isReady));
      await wait(lookMs);
    }
  }
}

function notWhole(down: ProcessFabric["parts"]): CodedError {
  const names = down.map(({ process }) => process.name).join(", ");
  return new CodedError({
    code: "CHAOS-NOT-WHOLE",
    message: names === "" ? "somebody runs and is not in the view" : `${names} did not come back`,
    help: "Their output is in the state directory; name one with --state to keep it.",
  });
}
