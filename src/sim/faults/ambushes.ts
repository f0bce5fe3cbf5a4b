import type { Ambush } from "./fault.js";

interface Armed {
  readonly ambush: Ambush;
  left: number;
}

/** The ambushes that are laid: looks at every message, and says when one strikes. */
export class Ambushes {
  readonly #strike: (ambush: Ambush) => void;
  readonly #armed = new Map<Ambush, Armed>();

  constructor(strike: (ambush: Ambush) => void) {
    this.#strike = strike;
  }

  lay(ambush: Ambush, armed: boolean): void {
    if (armed) this.#armed.set(ambush, { ambush, left: ambush.count });
    else this.#armed.delete(ambush);
  }

  /** A node has sent a message. */
  sent(node: string, message: string): void {
    if (this.#armed.size === 0) return;
    for (const armed of [...this.#armed.values()]) {
      const { ambush } = armed;
      if (ambush.node !== node || ambush.message !== message) continue;
      armed.left -= 1;
      if (armed.left > 0) continue;
      this.#armed.delete(ambush);
      this.#strike(ambush);
    }
  }
}
