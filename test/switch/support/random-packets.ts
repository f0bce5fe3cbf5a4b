import { type Random, randomBelow, writeWideBits } from "../../../src/base/index.js";
import type { Field, Header, ParserState, Program, Transition } from "../../../src/switch/model/index.js";

const MAX_STATES = 24;

function randomBytes(random: Random, length: number): number[] {
  const style = randomBelow(random, 3);
  return Array.from({ length }, () => {
    if (style === 0) return randomBelow(random, 256);
    return style === 1 ? randomBelow(random, 4) : 0;
  });
}

/** A packet that grows while a path through the parser is made up. */
class PacketMaker {
  private readonly bytes: number[] = [];
  /** First bit of each field that was extracted last. */
  private readonly places = new Map<Field, number>();
  private readonly counts = new Map<object, number>();

  constructor(
    private readonly program: Program,
    private readonly random: Random,
  ) {}

  make(): Uint8Array {
    const { states, start } = this.program.parser;
    let next = start;
    for (let steps = 0; next >= 0 && steps < MAX_STATES; steps++) {
      const state = states[next];
      if (state === undefined) break;
      for (const operation of state.operations) {
        if (operation.kind === "extract" || operation.kind === "extractVariable")
          this.extract(operation.target);
        if (operation.kind === "advance") this.bytes.push(...randomBytes(this.random, 4));
      }
      next = this.choose(state);
    }
    this.bytes.push(...randomBytes(this.random, randomBelow(this.random, 40)));
    const whole = Uint8Array.from(this.bytes);
    return randomBelow(this.random, 12) === 0
      ? whole.subarray(0, randomBelow(this.random, whole.length + 1))
      : whole;
  }

  private extract(target: Extract<ParserState["operations"][number], { kind: "extract" }>["target"]): void {
    if (target.kind === "header") {
      this.append(target.header);
      return;
    }
    const index = this.counts.get(target.stack) ?? 0;
    this.counts.set(target.stack, index + 1);
    const element = target.stack.elements[index];
    const header = element !== undefined && "members" in element ? element.members[0] : element;
    if (header !== undefined) this.append(header);
  }

  private append(header: Header): void {
    for (const field of header.fields) this.places.set(field, this.bytes.length * 8 + field.bitOffset);
    this.bytes.push(...randomBytes(this.random, Math.ceil(header.fixedBits / 8)));
    if (header.variableField !== undefined) this.bytes.push(...randomBytes(this.random, 4));
  }

  /** Picks a way out of a state, most often one that a value asks for, and writes that value. */
  private choose(state: ParserState): number {
    const ways: (Transition | undefined)[] = [undefined, ...state.transitions, ...state.transitions];
    const way = ways[randomBelow(this.random, ways.length)];
    if (way === undefined || way.kind !== "value") return state.defaultNext;
    const buffer = Uint8Array.from(this.bytes);
    for (const [index, { value, width }] of state.key.entries()) {
      const place = value.kind === "field" ? this.places.get(value.field) : undefined;
      if (place !== undefined) writeWideBits(buffer, place, width, way.values[index] ?? 0n);
    }
    this.bytes.splice(0, this.bytes.length, ...buffer);
    return way.next;
  }
}

/** A packet that takes a random way through the parser of a program; some are cut short. */
export function randomPacket(program: Program, random: Random): Uint8Array {
  return new PacketMaker(program, random).make();
}
