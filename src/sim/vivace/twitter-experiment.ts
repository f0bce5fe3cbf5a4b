import { encodeUtf8, type Random, randomFraction } from "../../base/index.js";
import {
  type ClientRunner,
  type StartOperation,
  standardCommands,
  type VivaceClient,
} from "../../vivace/index.js";
import type { Simulation } from "../kernel/index.js";
import { bytesSince, type Measured, pauseMaxUs } from "./evaluation.js";
import { type Congestion, StoreWorld, type WorldSetting } from "./store-world.js";
import { type TwitterRequest, TwitterScenario } from "./twitter-scenario.js";

/** One experiment: a user asks for one kind of thing, again and again. */
export interface TwitterExperiment extends WorldSetting {
  readonly request: TwitterRequest;
  readonly requests: number;
  readonly congestion?: Congestion | undefined;
}

/** Waits until everything is done that promises have set off, and nothing else: a turn of the event loop. */
export type NextTurn = () => Promise<void>;

/** Longer than any operation takes without congestion. */
const restUs = 2_000_000;

/** Runs an experiment of section 6.4 of the paper in simulated time: the application on the store. */
export function runTwitterExperiment(experiment: TwitterExperiment, nextTurn: NextTurn): Promise<Measured> {
  return new TwitterMeasurement(experiment, nextTurn).measure();
}

class TwitterMeasurement {
  readonly #experiment: TwitterExperiment;
  readonly #world: StoreWorld;
  readonly #client: PromisingClient;
  readonly #scenario: TwitterScenario;
  readonly #pauses: Random;
  readonly #nextTurn: NextTurn;

  constructor(experiment: TwitterExperiment, nextTurn: NextTurn) {
    this.#experiment = experiment;
    this.#nextTurn = nextTurn;
    this.#world = new StoreWorld(experiment, standardCommands);
    this.#client = new PromisingClient(this.#world.client);
    const { sets, simulation } = this.#world;
    this.#scenario = new TwitterScenario({ client: this.#client, sets, clock: simulation });
    this.#pauses = this.#world.streams.stream("pauses");
  }

  async measure(): Promise<Measured> {
    const { requests, congestion } = this.#experiment;
    const { simulation } = this.#world;
    await this.#settled(this.#scenario.prepare());
    simulation.runUntil(simulation.nowUs() + restUs);
    if (congestion !== undefined) this.#world.flood(congestion);
    simulation.runUntil(simulation.nowUs() + restUs);
    const before = this.#world.wanBytes;
    const latenciesUs: number[] = [];
    let failures = 0;
    for (let done = 0; done < requests; done += 1) {
      simulation.runUntil(simulation.nowUs() + randomFraction(this.#pauses) * pauseMaxUs);
      const begunUs = simulation.nowUs();
      if (await this.#settled(this.#scenario.ask(this.#experiment.request)))
        latenciesUs.push(simulation.nowUs() - begunUs);
      else failures += 1;
    }
    return { latenciesUs, failures, wanBytes: bytesSince(before, this.#world.wanBytes) };
  }

  /** Lets time pass until a promise is settled, and never while anything that promises have set off is still to do. */
  async #settled(promise: Promise<unknown>): Promise<boolean> {
    const { simulation } = this.#world;
    let result: boolean | undefined;
    promise.then(
      () => {
        result = true;
      },
      () => {
        result = false;
      },
    );
    for (await this.#nextTurn(); result === undefined; await this.#nextTurn()) {
      runToOutcome(simulation, this.#client);
    }
    return result;
  }
}

function runToOutcome(simulation: Simulation, client: PromisingClient): void {
  const seen = client.outcomes;
  while (!simulation.runUntil(simulation.nowUs() + 1_000_000, () => client.outcomes > seen));
}

/** A client with promises that counts what it has ended, so that simulated time can stop there. */
class PromisingClient implements Pick<VivaceClient, "read" | "write" | "execute"> {
  readonly #runner: ClientRunner;
  outcomes = 0;

  constructor(runner: ClientRunner) {
    this.#runner = runner;
  }

  read: VivaceClient["read"] = (place) => this.#begin((core, number, time) => core.read(number, place, time));

  write: VivaceClient["write"] = async (place, value) => {
    await this.#begin((core, number, time) => core.write(number, place, value, time));
  };

  execute: VivaceClient["execute"] = async (place, name, argument) => {
    const command = { name, argument };
    const result = await this.#begin((core, number, time) => core.execute(number, place, command, time));
    return result ?? encodeUtf8("");
  };

  #begin(start: StartOperation): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      this.#runner.begin(start, (outcome) => {
        this.outcomes += 1;
        if (outcome.kind === "failed") reject(outcome.error);
        else resolve(outcome.value);
      });
    });
  }
}
