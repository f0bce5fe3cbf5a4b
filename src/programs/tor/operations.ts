import { type Bit, bit, constant } from "../../dsl/index.js";
import { ringworldCode, ringworldKind } from "../../wire/index.js";

function named<Names extends string>(
  prefix: string,
  values: Readonly<Record<Names, number>>,
): Readonly<Record<Names, Bit<8>>> {
  const entries = Object.entries<number>(values).map(([name, value]) => [
    name,
    constant(`${prefix}_${snake(name)}`, bit(8), value),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as Readonly<Record<Names, Bit<8>>>;
}

/** `releaseQuery` becomes `RELEASE_QUERY`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** What the switch does with a packet. Each register is touched in one table, keyed by this. */
export const operation = named("OP", {
  drop: 0,
  route: 1,
  arrive: 2,
  ticket: 3,
  pending: 4,
  token: 5,
  tokenAck: 6,
  tick: 7,
  releaseQuery: 8,
  write: 9,
  fill: 10,
  stored: 11,
  advance: 12,
  read: 13,
  status: 14,
  setLane: 15,
  toLeader: 16,
  otherView: 17,
  readAll: 18,
  tooLarge: 19,
  resend: 20,
  confirm: 21,
  toController: 22,
  answered: 23,
  trim: 24,
  fenced: 25,
  serverFenced: 26,
  fencedOff: 27,
});

/** The kinds of messages, with their names in the generated P4. */
export const kind = named("KIND", ringworldKind);

/** Why a request is refused, with the names in the generated P4. */
export const code = named("CODE", ringworldCode);
