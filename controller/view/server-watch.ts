import {
  decodeServerReport,
  encodeIndices,
  type ServerReport,
  viewDistance,
} from "../../src/ringworld/index.js";
import { indexFields, type RingWorldHeader } from "../../src/wire/index.js";
import type { Fabric } from "../fabric/model.js";
import type { ControlMessage } from "../ring/ring-control.js";
import { logServersOf } from "./layout.js";
import type { Questions } from "./questions.js";

interface Watched {
  report: ServerReport | undefined;
  promisedView: number;
  heardAtUs: number;
  /** Since when it has answered without a pause. */
  answersSinceUs: number;
}

/** What the log servers told when they were last asked how they are. */
export class ServerWatch {
  readonly #questions: Questions;
  readonly #silentUs: number;
  #servers: ReadonlyMap<string, Watched> = new Map();
  #nowUs = 0;

  constructor(fabric: Fabric, questions: Questions, silentUs: number) {
    this.#questions = questions;
    this.#silentUs = silentUs;
    this.changeFabric(fabric);
  }

  /** Watches the log servers of another fabric; what is known of those that were there stays. */
  changeFabric(fabric: Fabric): void {
    const never = Number.NEGATIVE_INFINITY;
    const unknown = () => ({ report: undefined, promisedView: 0, heardAtUs: never, answersSinceUs: never });
    this.#questions.changeFabric(fabric);
    this.#servers = new Map(
      logServersOf(fabric).map((name) => [name, this.#servers.get(name) ?? unknown()] as const),
    );
  }

  /** Asks all of them, and tells them up to where everything is committed, and is trimmed; questions of the last time are dropped. */
  survey(nowUs: number, settled: bigint): readonly ControlMessage[] {
    this.#nowUs = nowUs;
    const trimmed = encodeIndices([this.trimmed]);
    this.#questions.clear();
    for (const [name, watched] of this.#servers) {
      const heard = (header: RingWorldHeader, payload: Uint8Array) => this.#heard(watched, header, payload);
      this.#questions.ask(name, "survey", indexFields(settled), heard, trimmed);
    }
    return this.#questions.due(nowUs);
  }

  answered(header: RingWorldHeader, payload: Uint8Array, nowUs: number): void {
    this.#nowUs = nowUs;
    this.#questions.step(header, payload);
  }

  /** Whether a server has answered lately; `patience` times as long ago will do. */
  answers(name: string, nowUs: number, patience = 1): boolean {
    const watched = this.#servers.get(name);
    return watched !== undefined && nowUs - watched.heardAtUs <= patience * this.#silentUs;
  }

  /** For how long a server has answered without a pause; 0 when it does not. */
  answeringForUs(name: string, nowUs: number): number {
    const since = this.#servers.get(name)?.answersSinceUs ?? nowUs;
    return this.answers(name, nowUs) ? nowUs - since : 0;
  }

  /** The last report of each server that has answered since this controller began. */
  get reports(): ReadonlyMap<string, ServerReport> {
    const all = [...this.#servers].map(([name, { report }]) => [name, report] as const);
    return new Map(all.flatMap(([name, report]) => (report === undefined ? [] : [[name, report] as const])));
  }

  /** Every index below this one is trimmed, as far as any server has told. */
  get trimmed(): bigint {
    const bounds = [...this.#servers.values()].map(({ report }) => report?.trimmed ?? 0n);
    return bounds.reduce((largest, each) => (each > largest ? each : largest), 0n);
  }

  /** The newest view that any server has promised. */
  get promisedView(): number {
    return [...this.#servers.values()].reduce(
      (newest, { promisedView }) => (viewDistance(newest, promisedView) > 0 ? promisedView : newest),
      0,
    );
  }

  #heard(watched: Watched, header: RingWorldHeader, payload: Uint8Array): void {
    const report = decodeServerReport(payload);
    if (report === undefined) return;
    if (this.#nowUs - watched.heardAtUs > this.#silentUs) watched.answersSinceUs = this.#nowUs;
    watched.report = report;
    watched.promisedView = header.view;
    watched.heardAtUs = this.#nowUs;
  }
}
