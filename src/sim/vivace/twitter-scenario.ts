import type { Clock } from "../../io/index.js";
import {
  type ContainerMetadata,
  PostIdentifiers,
  Twitter,
  type VivaceClient,
  VivaceStore,
} from "../../vivace/index.js";
import type { ReplicaSets } from "./geography.js";

/** What users ask of the application: R1, R2 and R3 of section 6.4 of the paper. */
export type TwitterRequest = "post" | "user timeline" | "home timeline";

/** What the application runs on. */
export interface TwitterScenarioOptions {
  readonly client: Pick<VivaceClient, "read" | "write" | "execute">;
  readonly sets: ReplicaSets;
  readonly clock: Clock;
  /** Told apart from others on the same store by the names of its containers. */
  readonly suffix?: string;
}

const author = "ann";
const followers: readonly string[] = ["bob", "cid", "dora", "eve"];
const postsBefore = 10;
const timelineLimit = 10;
const text = "Strong consistency that does not feel the congestion. ".repeat(3).trim();
const site = "urbana";

/** Users of the application of section 6.4 of the paper: who they are, and what they ask. */
export class TwitterScenario {
  readonly #containers: Readonly<Record<ContainerMetadata["type"], string>>;
  readonly #metadata: Omit<ContainerMetadata, "type">;
  readonly #store: VivaceStore;
  readonly #twitter: Twitter;

  constructor({ client, sets, clock, suffix = "" }: TwitterScenarioOptions) {
    this.#store = new VivaceStore({ client, site, directory: sets });
    this.#containers = { rw: `rw${suffix}`, rmw: `rmw${suffix}` };
    this.#metadata = { replicas: sets.replicas, localSets: new Map([[site, sets.locals]]) };
    const identifiers = new PostIdentifiers(clock, 1);
    this.#twitter = new Twitter({ store: this.#store, identifiers, containers: this.#containers });
  }

  /** Makes the containers, the users, and posts to read. */
  async prepare(): Promise<void> {
    for (const type of ["rw", "rmw"] as const) {
      await this.#store.createContainer(this.#containers[type], { type, ...this.#metadata });
    }
    for (const name of [author, ...followers]) await this.#twitter.signUp({ name, about: "" });
    for (const name of followers) await this.#twitter.follow(name, author);
    for (let post = 0; post < postsBefore; post += 1) await this.#twitter.post(author, text);
  }

  ask(request: TwitterRequest): Promise<unknown> {
    if (request === "post") return this.#twitter.post(author, text);
    if (request === "user timeline") return this.#twitter.userTimeline(author, timelineLimit);
    return this.#twitter.homeTimeline(followers[0] ?? author, timelineLimit);
  }
}
