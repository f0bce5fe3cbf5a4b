import { assert, randomBelow } from "../../base/index.js";
import type { Transport } from "../../io/index.js";
import { Cable } from "../network/cable.js";
import { rackLink } from "../network/conditions.js";
import type { Host, Link } from "./controller-logic.js";
import type { Evidence } from "./evidence.js";
import type { Foundation } from "./foundation.js";
import { SimSwitch } from "./sim-switch.js";

const hostDelayUs = 1;

/** The switches of a fabric and every cable, each with an onlooker. */
export class FabricNetwork {
  readonly switches: ReadonlyMap<string, SimSwitch>;
  readonly cables = new Map<string, Cable>();
  readonly #foundation: Foundation;
  readonly #evidence: Evidence;

  constructor(foundation: Foundation, evidence: Evidence) {
    this.#foundation = foundation;
    this.#evidence = evidence;
    this.switches = new Map(foundation.fabric.switches.map(({ name }) => [name, this.#buildSwitch(name)]));
    for (const link of foundation.fabric.links) {
      const { a, b, delayUs } = link;
      const cable = this.#lay(linkName(link), a.switch, b.switch, delayUs);
      this.#switch(a.switch).connect(a.port, cable.left);
      this.#switch(b.switch).connect(b.port, cable.right);
    }
  }

  /** Connects a host with its switch; the result is the host's end of the cable. */
  attach(host: Host): Transport {
    const cable = this.#lay(`host ${host.name}`, host.switch, host.name, hostDelayUs);
    this.#switch(host.switch).connect(host.port, cable.left);
    return cable.right;
  }

  cable(name: string): Cable {
    const found = this.cables.get(name);
    assert(found !== undefined, `the world has the cable ${name}`);
    return found;
  }

  /** The names of the cables between a switch and the others: without them its rack is on its own. */
  linksOf(switchName: string): readonly string[] {
    return this.#foundation.fabric.links
      .filter(({ a, b }) => a.switch === switchName || b.switch === switchName)
      .map(linkName);
  }

  /** The switches go back to where they came from: this world has ended. */
  giveBack(): void {
    for (const each of this.switches.values()) each.giveBack();
  }

  #buildSwitch(name: string): SimSwitch {
    const { fabric, streams, options } = this.#foundation;
    const description = fabric.switches.find((item) => item.name === name);
    assert(description !== undefined, `the fabric has the switch ${name}`);
    const random = streams.stream(`switch ${name}`);
    const firstTickUs = randomBelow(random, description.tickUs);
    const built = new SimSwitch(this.#foundation.node(name), description, options, random, firstTickUs);
    built.onHandled((frame) => this.#evidence.frameHandled(name, frame));
    return built;
  }

  #lay(name: string, left: string, right: string, delayUs: number): Cable {
    const { simulation, streams } = this.#foundation;
    const cable = new Cable(simulation, streams, name, { ...rackLink, delayUs });
    cable.onSend((frame, toRight) =>
      this.#evidence.frameSent(toRight ? left : right, toRight ? right : left, frame),
    );
    this.cables.set(name, cable);
    return cable;
  }

  #switch(name: string): SimSwitch {
    const found = this.switches.get(name);
    assert(found !== undefined, `the fabric has the switch ${name}`);
    return found;
  }
}

function linkName({ kind, a, b }: Link): string {
  return `${kind} ${a.switch}-${b.switch}`;
}
