import { installOption } from "../../src/ringworld/index.js";
import { indexFields, type RingWorldHeader, ringworldCode } from "../../src/wire/index.js";
import { planDigest } from "../plan/digest.js";
import { layoutOf } from "./layout.js";
import { hasMajorities } from "./membership.js";
import type { Questions } from "./questions.js";
import type { ViewInForce } from "./view-in-force.js";
import { encodeViewRecord } from "./view-record.js";

/**
 * Writes it into the records of a view that it is in force, so that the log servers of the layout that it has left need
 * not be asked any more (docs/PROTOCOL.md, Layouts).
 */
export class Closing {
  readonly #layout: readonly (readonly string[])[];
  readonly #closed = new Set<string>();

  /** `questions`: nobody else's. */
  constructor({ fabric, owner, plan, membership }: ViewInForce, questions: Questions) {
    this.#layout = layoutOf(fabric);
    const fields = {
      ...indexFields(plan.start),
      view: plan.view,
      client: owner,
      code: installOption.closing,
    };
    const digest = planDigest(plan);
    const record = encodeViewRecord({ membership, layout: this.#layout, former: [], plan: digest });
    const answered = (server: string) => (header: RingWorldHeader) => {
      if (header.code !== ringworldCode.view) this.#closed.add(server);
    };
    for (const server of membership.servers) {
      questions.ask(server, "install", fields, answered(server), record);
    }
  }

  /** Whether everybody who hears a majority of each set will know. */
  get isDone(): boolean {
    return hasMajorities(this.#layout, [...this.#closed]);
  }
}
