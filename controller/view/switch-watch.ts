import type { Fabric } from "../fabric/model.js";
import type { Membership } from "./membership.js";
import type { KnownSwitch } from "./view-snapshot.js";

/** What is known of the switches of a fabric: who can be written to, with what in its cookie, and who does not answer. */
export class SwitchWatch {
  #known: ReadonlyMap<string, KnownSwitch> = new Map();
  /** Those whose data plane does not answer: they are left out until they do. */
  readonly #silent = new Set<string>();

  constructor(fabric: Fabric, nowUs: number) {
    this.changeFabric(fabric, nowUs);
  }

  /** Watches the switches of another fabric; what is known of those that were there stays. */
  changeFabric({ switches }: Fabric, nowUs: number): void {
    const unknown = () => ({ connected: false, mark: 0n, problem: "", connectedAtUs: nowUs });
    this.#known = new Map(switches.map(({ name }) => [name, this.#known.get(name) ?? unknown()] as const));
    for (const name of [...this.#silent]) if (!this.#known.has(name)) this.#silent.delete(name);
  }

  get known(): ReadonlyMap<string, KnownSwitch> {
    return this.#known;
  }

  /** A switch can be written to; `mark` is what its cookie says, 0 for nothing. @returns whether the fabric has it */
  connected(name: string, mark: bigint, nowUs: number): boolean {
    const known = this.#known.get(name);
    if (known === undefined) return false;
    Object.assign(known, { connected: true, mark, problem: "", connectedAtUs: nowUs });
    this.#silent.delete(name);
    return true;
  }

  /** A switch cannot be written to any more, and why. @returns whether the fabric has it */
  disconnected(name: string, reason: string): boolean {
    const known = this.#known.get(name);
    if (known === undefined) return false;
    Object.assign(known, { connected: false, problem: reason });
    return true;
  }

  /** A switch is loaded anew, with this mark in its cookie. */
  prepared(name: string, mark: bigint): void {
    const known = this.#known.get(name);
    if (known !== undefined) known.mark = mark;
  }

  /** The data plane of a switch has said something. */
  answered(name: string): void {
    this.#silent.delete(name);
  }

  fellSilent(names: readonly string[]): void {
    for (const name of names) this.#silent.add(name);
  }

  isConnected(name: string): boolean {
    return this.#known.get(name)?.connected === true;
  }

  /** Whether a switch can be written to and bears a mark. */
  bears(name: string, mark: bigint): boolean {
    return this.isConnected(name) && this.#known.get(name)?.mark === mark;
  }

  get marks(): readonly bigint[] {
    return [...this.#known.values()].map(({ mark }) => mark);
  }

  get areAllConnected(): boolean {
    return [...this.#known.values()].every(({ connected }) => connected);
  }

  /**
   * Whether there is nothing to hope for from log servers that have not answered: a switch has no program, or all have
   * been there for so long that one of them must have been left half loaded by a controller that died.
   */
  carryNoSurvey(nowUs: number, silentUs: number): boolean {
    const all = [...this.#known.values()];
    if (all.some(({ connected, mark }) => connected && mark === 0n)) return true;
    return all.every(({ connected, connectedAtUs }) => connected && nowUs - connectedAtUs >= silentUs);
  }

  /** Names of those that may be in a view. */
  get usable(): readonly string[] {
    return [...this.#known.keys()].filter((name) => this.isConnected(name) && !this.#silent.has(name));
  }

  /** Why a view with this mark is no longer as good as any; one that is back is taken in after `joinUs`. */
  change({ switches }: Membership, mark: bigint, nowUs: number, joinUs: number): string | undefined {
    for (const [name, { connected, connectedAtUs }] of this.#known) {
      const isMember = switches.includes(name);
      if (isMember && !this.bears(name, mark)) return `${name} is gone, or has lost its memory`;
      const isBack = connected && nowUs - connectedAtUs >= joinUs;
      if (!isMember && isBack && !this.#silent.has(name)) return `${name} is back`;
    }
    return undefined;
  }
}
