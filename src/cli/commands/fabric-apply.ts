import { setTimeout as wait } from "node:timers/promises";
import { checkChange, differenceOf, type Fabric, parseFabric } from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { describeDifference, summaryOf } from "../fabric/describe-difference.js";
import { readFabricText } from "../fabric/load-fabric.js";
import { askRest } from "../fabric/rest-client.js";
import { type Progress, printJson, progressBar, say } from "../output.js";

export interface FabricApplyOptions {
  readonly state: string;
  /** Only tell what would change. */
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** What `GET /v1/fabric/change` answers, as far as it is looked at. */
interface Change {
  readonly state: "in force" | "under way" | "given up";
  readonly step?: string;
  readonly copied?: string;
  readonly committed?: string;
  readonly problem?: string;
}

const lookMs = 100;
/** A controller that ended is started again, and takes a while to find its view. */
const awayMs = 120_000;

/**
 * Makes a running fabric what a fabric file says, and waits until it is.
 *
 * @throws CodedError why it cannot become that, or did not
 */
export async function fabricApply(file: string, options: FabricApplyOptions): Promise<void> {
  const text = readFabricText(file);
  const wanted = parseFabric(text, file);
  const running = await fabricOf(options);
  const difference = differenceOf(running, wanted);
  if (options.dryRun) checkChange(running, wanted);
  if (!options.json) process.stdout.write(describeDifference(difference));
  const startedMs = performance.now();
  if (!options.dryRun) await apply(text, file, options);
  const seconds = (performance.now() - startedMs) / 1000;
  if (options.json) {
    printJson({ fabric: wanted.name, applied: !options.dryRun, seconds, ...summaryOf(difference) });
  } else if (!options.dryRun) {
    process.stdout.write(`${wanted.name} is in force, after ${seconds.toFixed(1)} s\n`);
  }
}

/** What each step is, for a person. */
const stepTexts: Readonly<Record<string, string>> = {
  starting: "starting what is new",
  moving: "taking in what is new, and copying entries",
  leaving: "serving without what leaves",
  stopping: "stopping what has left",
};

/** Tells a person of each step as it begins, and how many entries are copied. */
class StepTeller {
  readonly #isSilent: boolean;
  #step = "";
  #bar: Progress | undefined;

  constructor(isSilent: boolean) {
    this.#isSilent = isSilent;
  }

  tell({ step = "", copied, committed }: Change): void {
    if (this.#isSilent) return;
    if (step !== this.#step) {
      this.end();
      say(stepTexts[step] ?? step);
      if (step === "moving") this.#bar = progressBar("copied", Number(committed));
    }
    this.#step = step;
    this.#bar?.update(Number(copied));
  }

  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

async function fabricOf({ state }: FabricApplyOptions): Promise<Fabric> {
  const document = await askRest(state, { method: "GET", path: "/v1/fabric" });
  return parseFabric(JSON.stringify(document), "the running fabric");
}

async function apply(text: string, file: string, options: FabricApplyOptions): Promise<void> {
  const body = { type: "application/yaml", text, file };
  let change = (await askRest(options.state, { method: "PUT", path: "/v1/fabric", body })) as Change;
  const steps = new StepTeller(options.json === true);
  for (; change.state === "under way"; change = await changeOf(options)) {
    steps.tell(change);
    await wait(lookMs);
  }
  steps.end();
  if (change.state === "in force") return;
  throw new CodedError({
    code: "FABRIC-CHANGE-GIVEN-UP",
    message: change.problem ?? "the change was given up",
    help: "The fabric is as it was. Mend what is wrong and apply the file again.",
  });
}

/** How far the change is; a controller that is away for a moment goes on with it. */
async function changeOf({ state }: FabricApplyOptions): Promise<Change> {
  const untilMs = performance.now() + awayMs;
  for (;;) {
    try {
      return (await askRest(state, { method: "GET", path: "/v1/fabric/change" })) as Change;
    } catch (error) {
      const isAway = error instanceof CodedError && error.code === "REST-AWAY";
      if (!isAway || performance.now() > untilMs) throw error;
      await wait(lookMs);
    }
  }
}
