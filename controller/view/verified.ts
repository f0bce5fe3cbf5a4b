/** Up to which position of a stripe a log server is known to hold what it must. A new controller knows nothing. */
export class Verified {
  readonly #positions = new Map<string, Map<number, bigint>>();

  /** The first position that is not known to be right. */
  #position(server: string, stripe: number): bigint {
    return this.#positions.get(server)?.get(stripe) ?? 0n;
  }

  /** The first position of a stripe that a log server may lack; nobody needs what is below `kept`. */
  firstLacking(server: string, stripe: number, kept: bigint): bigint {
    const known = this.#position(server, stripe);
    return known > kept ? known : kept;
  }

  /** Forgets log servers that others may come in the place of. */
  keep(servers: readonly string[]): void {
    for (const name of [...this.#positions.keys()]) if (!servers.includes(name)) this.#positions.delete(name);
  }

  /** Everything below `position` is right; what is durable stays so. */
  advance(server: string, stripe: number, position: bigint): void {
    const known = this.#positions.get(server) ?? new Map<number, bigint>();
    this.#positions.set(server, known);
    if (position > this.#position(server, stripe)) known.set(stripe, position);
  }
}
