import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type Congestion,
  type Experiment,
  type Measured,
  type MeasuredOperation,
  type ProbeResult,
  runExperiment,
  runProbe,
  runTwitterExperiment,
  type TwitterRequest,
} from "../../sim/index.js";
import { algorithmsOf, type Contender, floodDscp, type Laboratory, type Load } from "./evaluation.js";

/** What all experiments in simulated time have in common. */
export type SimulatedSetting = Pick<
  Experiment,
  "seed" | "artifact" | "link" | "sites" | "operations" | "valueBytes" | "priority"
> & {
  readonly oversubscription: number;
  /** How often the application is asked for each thing. */
  readonly requests: number;
};

/** Experiments in simulated time, through embedded switches and links in memory. */
export class SimulatedLaboratory implements Laboratory {
  readonly #setting: SimulatedSetting;

  constructor(setting: SimulatedSetting) {
    this.#setting = setting;
  }

  async operations(operation: MeasuredOperation, contender: Contender, load: Load): Promise<Measured> {
    const congestion = load === "uncongested" ? undefined : this.#flood(load);
    return runExperiment({ ...this.#setting, operation, algorithms: algorithmsOf[contender], congestion });
  }

  requests(request: TwitterRequest, contender: Contender): Promise<Measured> {
    const experiment = { algorithms: algorithmsOf[contender], congestion: this.#flood("congested") };
    return runTwitterExperiment({ ...this.#setting, request, ...experiment }, nextTurn);
  }

  async probe(): Promise<ProbeResult> {
    return runProbe(this.#setting);
  }

  #flood(load: Load): Congestion {
    return { oversubscription: this.#setting.oversubscription, dscp: floodDscp(load) };
  }
}
