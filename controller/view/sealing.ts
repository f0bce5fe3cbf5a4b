import type { CodedError } from "../../src/base/index.js";
import type { ServerReport } from "../../src/ringworld/index.js";
import type { Fabric } from "../fabric/model.js";
import { type Ancestor, ancestorOf } from "./ancestor.js";
import { layoutOf, layoutProblem, logServersOf } from "./layout.js";
import { hasMajorities } from "./membership.js";

/** A log is founded when at most so many log servers have not answered: no set had a majority among them. */
const absentAtFounding = 1;

/** The log servers that have promised a view, with what they reported (docs/PROTOCOL.md, step Seal). */
export class Sealing {
  readonly #reports = new Map<string, ServerReport>();
  readonly #fabric: Fabric;
  #ancestor: Ancestor | undefined;
  #problem: CodedError | undefined;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** What they reported. */
  get reports(): ReadonlyMap<string, ServerReport> {
    return this.#reports;
  }

  /** A log server has promised the view. */
  take(server: string, report: ServerReport): void {
    this.#reports.set(server, report);
    this.#ancestor = ancestorOf(this.#reports);
    this.#problem = layoutProblem(this.#fabric, this.#ancestor);
  }

  /** The view that the new one follows, as far as is known; undefined when there was none. */
  get ancestor(): Ancestor | undefined {
    return this.#ancestor;
  }

  /** Why the fabric cannot take up this log, if there is a reason. */
  get problem(): CodedError | undefined {
    return this.#problem;
  }

  /** Whether enough have promised to be sure which view is the newest that can have been in force. */
  get isEnough(): boolean {
    const { ancestor, problem } = this;
    const sealed = [...this.reports.keys()];
    const wanted = layoutOf(this.#fabric);
    if (problem !== undefined) return hasMajorities(wanted, sealed);
    if (ancestor !== undefined) return hasMajorities(ancestor.quorums, sealed);
    const absent = logServersOf(this.#fabric).length - sealed.length;
    return absent <= absentAtFounding && hasMajorities(wanted, sealed);
  }
}
