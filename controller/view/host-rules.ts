import type { Entity } from "p4runtime-js-grpc/values";
import { CodedError } from "../../src/base/index.js";
import type { Fabric, Host } from "../fabric/model.js";
import { nameEntity } from "../plan/describe.js";
import { fencedServer, fencedSource, guardedPort, subscriber } from "../plan/entries.js";
import type { SwitchPlan } from "../plan/plan.js";
import { hasMajorities, type ServerSet } from "./membership.js";

/** Who fenced a host off, and why. */
export interface Fence {
  /** A person did, and only a person lifts it; else the controller, which lifts it when the server answers again. */
  readonly byHand: boolean;
  readonly reason: string;
}

/** What is ruled for a host beside the plan of the view. */
export interface HostRule {
  readonly host: Host;
  readonly fence?: Fence;
  readonly streams: readonly number[];
}

/**
 * Which hosts are fenced off, and to which streams they subscribe (paper, section 3.4). This is what people and
 * programs asked this life of the controller for: no promise of the log rests on it.
 */
export class HostRules {
  #fabric: Fabric;
  readonly #fences = new Map<string, Fence>();
  readonly #streams = new Map<string, readonly number[]>();

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Hosts are those of another fabric; what was ruled for hosts that it does not have is forgotten. */
  changeFabric(fabric: Fabric): void {
    this.#fabric = fabric;
    const isGone = (name: string) => fabric.hosts.every((host) => host.name !== name);
    for (const rules of [this.#fences, this.#streams])
      for (const name of [...rules.keys()]) if (isGone(name)) rules.delete(name);
  }

  /** Every host, in the order of the fabric file. */
  get all(): readonly HostRule[] {
    return this.#fabric.hosts.map((host) => {
      const fence = this.#fences.get(host.name);
      return { host, streams: this.#streams.get(host.name) ?? [], ...(fence && { fence }) };
    });
  }

  #switchOf(name: string): string {
    const host = this.#fabric.hosts.find((each) => each.name === name);
    if (host !== undefined) return host.switch;
    throw new CodedError({
      code: "HOST-UNKNOWN",
      message: `the fabric has no host "${name}"`,
      help: `Its hosts are ${this.#fabric.hosts.map((each) => each.name).join(", ")}.`,
    });
  }

  /**
   * Fences a host off; the switch has to be told, whose name this returns, as that of all changes.
   *
   * @throws CodedError `HOST-UNKNOWN`
   */
  fence(name: string, fence: Fence): string {
    const tor = this.#switchOf(name);
    this.#fences.set(name, fence);
    return tor;
  }

  /** Takes a fence away. */
  lift(name: string): string {
    const tor = this.#switchOf(name);
    this.#fences.delete(name);
    return tor;
  }

  fenceOf(name: string): Fence | undefined {
    return this.#fences.get(name);
  }

  /** Sets the streams of a host, in place of those that it had. */
  subscribe(name: string, streams: readonly number[]): string {
    const tor = this.#switchOf(name);
    this.#streams.set(
      name,
      [...new Set(streams)].sort((left, right) => left - right),
    );
    return tor;
  }

  /** Whether a log server may be of a view: the fenced ones may not, unless some of these sets had no majority then. */
  admits(server: string, sets: readonly ServerSet[]): boolean {
    const free = this.#fabric.hosts.filter(({ name }) => !this.#fences.has(name)).map(({ name }) => name);
    return !this.#fences.has(server) || !hasMajorities(sets, free);
  }

  /** The plan of a switch, with the rules of its hosts. */
  applyTo(plan: SwitchPlan): SwitchPlan {
    return { ...plan, entities: this.apply(plan.switch, plan.entities) };
  }

  /** What a switch must hold: the plan's entities, and the rules of its hosts in their place or beside them. */
  apply(switchName: string, planned: readonly Entity[]): readonly Entity[] {
    const own = this.all.filter(({ host }) => host.switch === switchName).flatMap(entitiesOf);
    const names = new Set(own.map(nameEntity));
    return [...planned.filter((entity) => !names.has(nameEntity(entity))), ...own];
  }
}

function entitiesOf({ host, fence, streams }: HostRule): readonly Entity[] {
  const subscriptions = streams.map((stream) => subscriber(host.port, stream));
  if (fence === undefined) return subscriptions;
  const server = host.role === "log-server" ? [fencedServer(host.ip), ...guardedPort(host.port)] : [];
  return [...subscriptions, fencedSource(host.port, host.ip), ...server];
}
