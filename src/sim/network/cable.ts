import type { Transport } from "../../io/index.js";
import type { RandomStreams } from "../kernel/random-streams.js";
import type { Simulation } from "../kernel/simulation.js";
import { Channel } from "./channel.js";
import type { LinkConditions, LinkDisturbance } from "./conditions.js";

/** Sees every frame that is sent into a cable; `toRight` tells the direction. */
export type CableTap = (frame: Uint8Array, toRight: boolean) => void;

/** A cable between two ports: a channel each way, with chances of their own. */
export class Cable {
  readonly name: string;
  /** The end that what is called left plugs in. */
  readonly left: Transport;
  readonly right: Transport;
  readonly #toRight: Channel;
  readonly #toLeft: Channel;

  constructor(simulation: Simulation, streams: RandomStreams, name: string, conditions: LinkConditions) {
    this.name = name;
    this.#toRight = new Channel(simulation, streams.stream(`cable ${name} to right`), conditions);
    this.#toLeft = new Channel(simulation, streams.stream(`cable ${name} to left`), conditions);
    this.left = cableEnd(this.#toRight, this.#toLeft);
    this.right = cableEnd(this.#toLeft, this.#toRight);
  }

  /** Both directions, left to right first. */
  get channels(): readonly [Channel, Channel] {
    return [this.#toRight, this.#toLeft];
  }

  /** Sets the one onlooker. */
  onSend(tap: CableTap): void {
    this.#toRight.onSend((frame) => tap(frame, true));
    this.#toLeft.onSend((frame) => tap(frame, false));
  }

  /** Disturbs both directions, or, without an argument, ends the disturbance. */
  disturb(disturbance?: LinkDisturbance): void {
    for (const channel of this.channels) channel.disturb(disturbance);
  }

  setCut(cut: boolean): void {
    for (const channel of this.channels) channel.setCut(cut);
  }
}

function cableEnd(out: Channel, into: Channel): Transport {
  return { send: (frame) => out.send(frame), onFrame: (receive) => into.onFrame(receive) };
}
