import { action, type Bit, bit, directCounter, exact, table, ternary } from "../../dsl/index.js";
import { readAll } from "../../wire/index.js";
import { hdr } from "../headers.js";
import { portRole } from "../ports.js";
import { meta } from "./meta.js";
import { kind, operation } from "./operations.js";
import { refusal } from "./senders.js";
import type { TorSizes } from "./sizes.js";

const { ringworld } = hdr;

const setOperation = action(
  "set_operation",
  { operation: bit(8) },
  (parameters) => [meta.operation.set(parameters.operation)],
  { doc: "Decides what the switch does with the message." },
);

const setOperationOfLane = action(
  "set_operation_of_lane",
  { operation: bit(8), lane: bit(8) },
  (parameters) => [meta.operation.set(parameters.operation), meta.lane.set(parameters.lane)],
  { doc: "The same, for a message that names a lane itself." },
);

const forged = action(
  "forged",
  {},
  () => [meta.operation.set(operation.drop), meta.refusal.set(refusal.misplaced)],
  { doc: "The message comes from where it cannot come from." },
);

const { host, logServer, ring, fabric, controller, generator, loop } = portRole;

/** From where a request for the log may come: its own rack, another rack, the controller, or this switch. */
const anyone = [host, logServer, fabric, controller, loop];

/** A number under a mask, as a ternary key has it. */
interface Masked {
  readonly value: number;
  readonly mask: number;
}

const wholeWord = 0xffff_ffff;

/** No host may carry the arrivals away: a batch of tickets stays far below half of their range. */
const fewTickets = ({ ticketsBits }: TorSizes): Masked => ({
  value: 0,
  mask: wholeWord - ((1 << ticketsBits) - 1),
});
const thisMany = (value: number): Masked => ({ value, mask: wholeWord });
const allReplicas: Masked = thisMany(readAll);
const sameView: Masked = { value: 0, mask: wholeWord };

/** A rule: messages of these kinds, from these roles, under these conditions, are this operation. */
interface Rule {
  readonly kinds: readonly Bit<8>[];
  readonly roles: readonly number[];
  readonly operation: Bit<8>;
  /** Only at the leader of the index (1), or only elsewhere (0). */
  readonly leads?: 0 | 1;
  readonly difference?: Masked;
  readonly count?: Masked;
  /** Only from a host that is fenced off. */
  readonly fenced?: 1;
  /** Only for a log server that is fenced off. */
  readonly serverFenced?: 1;
  /** The message names its lane in `count`. */
  readonly ofLane?: true;
}

/** What log servers answer, and what leaders refuse. */
const answers = [kind.refused, kind.data, kind.confirmed, kind.trimmed, kind.mark, kind.feed];

/** What users of the log ask for. */
const requests = [
  ...[kind.append, kind.ticket, kind.releaseQuery],
  ...[kind.write, kind.fill, kind.read, kind.confirm, kind.trim],
];

/** Who is fenced off gets a refusal for what it asks, and no hearing for what it answers (paper, section 3.4). */
const fencing: readonly Rule[] = [
  { kinds: requests, roles: [host, logServer], operation: operation.fenced, fenced: 1 },
  { kinds: [kind.stored, ...answers], roles: [logServer], operation: operation.fencedOff, fenced: 1 },
  {
    kinds: [kind.store, kind.witness, kind.fetch, kind.forget],
    roles: [fabric],
    operation: operation.serverFenced,
    serverFenced: 1,
  },
];

/** Requests for places in the log. */
const asking = (sizes: TorSizes): readonly Rule[] => [
  { kinds: [kind.append], roles: [host, logServer], operation: operation.arrive },
  { kinds: [kind.ticket], roles: [host, logServer], operation: operation.ticket, count: fewTickets(sizes) },
  { kinds: [kind.ticket], roles: [host, logServer], operation: operation.tooLarge },
  { kinds: [kind.releaseQuery], roles: [host, logServer], operation: operation.releaseQuery },
];

/** Everything else. */
const rules: readonly Rule[] = [
  { kinds: [kind.pending], roles: [loop], operation: operation.pending, difference: sameView },
  { kinds: [kind.advance], roles: [loop], operation: operation.advance, difference: sameView },
  { kinds: [kind.token], roles: [ring, controller], operation: operation.token, difference: sameView },
  { kinds: [kind.tokenAck], roles: [ring], operation: operation.tokenAck, difference: sameView },
  { kinds: [kind.tick], roles: [generator], operation: operation.tick },
  {
    kinds: [kind.write, kind.fill, kind.read],
    roles: anyone,
    operation: operation.toLeader,
    leads: 0,
  },
  { kinds: [kind.stored], roles: [logServer, fabric], operation: operation.toLeader, leads: 0 },
  { kinds: [kind.read], roles: anyone, operation: operation.readAll, leads: 1, count: allReplicas },
  { kinds: [kind.read], roles: anyone, operation: operation.read, leads: 1 },
  { kinds: [kind.write], roles: anyone, operation: operation.write, leads: 1, difference: sameView },
  { kinds: [kind.fill], roles: anyone, operation: operation.fill, leads: 1, difference: sameView },
  { kinds: [kind.write, kind.fill], roles: anyone, operation: operation.otherView, leads: 1 },
  {
    kinds: [kind.stored],
    roles: [logServer, fabric],
    operation: operation.stored,
    leads: 1,
    difference: sameView,
  },
  { kinds: [kind.status], roles: [controller], operation: operation.status, ofLane: true },
  {
    kinds: [kind.setLane],
    roles: [controller],
    operation: operation.setLane,
    ofLane: true,
    difference: sameView,
  },
  { kinds: [kind.confirm, kind.trim], roles: anyone, operation: operation.toLeader, leads: 0 },
  { kinds: [kind.confirm], roles: anyone, operation: operation.confirm, leads: 1, difference: sameView },
  { kinds: [kind.trim], roles: anyone, operation: operation.trim, leads: 1, difference: sameView },
  { kinds: [kind.confirm, kind.trim], roles: anyone, operation: operation.otherView, leads: 1 },
  {
    kinds: [kind.seal, kind.survey, kind.list, kind.recall, kind.restore, kind.install],
    roles: [controller],
    operation: operation.route,
  },
  {
    kinds: [kind.sealed, kind.surveyed, kind.listed, kind.recalled, kind.restored, kind.installed],
    roles: [logServer],
    operation: operation.toController,
  },
  {
    kinds: [kind.store, kind.witness, kind.fetch, kind.forget, kind.committed, ...answers],
    roles: [fabric],
    operation: operation.route,
  },
  { kinds: answers, roles: [logServer], operation: operation.answered },
];

/** The lanes that a message can name, or none when it names none. */
function lanesOf({ ofLane }: Rule, { laneBits }: TorSizes): readonly (number | undefined)[] {
  return ofLane ? Array.from({ length: 1 << laneBits }, (_, lane) => lane) : [undefined];
}

/** One entry for each kind, role and lane of a rule. */
function entriesOf(rule: Rule, sizes: TorSizes) {
  const { leads, difference, fenced, serverFenced, operation: chosen } = rule;
  return rule.kinds.flatMap((each) =>
    rule.roles.flatMap((role) =>
      lanesOf(rule, sizes).map((lane) => {
        const count = lane === undefined ? rule.count : thisMany(lane);
        return {
          key: {
            kind: each,
            role,
            ...(leads !== undefined && { leads }),
            ...(difference !== undefined && { view_difference: difference }),
            ...(count !== undefined && { count }),
            ...(fenced !== undefined && { fenced }),
            ...(serverFenced !== undefined && { server_fenced: serverFenced }),
          },
          action:
            lane === undefined
              ? setOperation({ operation: chosen })
              : setOperationOfLane({ operation: chosen, lane }),
        };
      }),
    ),
  );
}

/**
 * Decides once what a RingWorld message asks of this switch, and whether it may come from where it does. The first rule
 * that holds decides; what no rule names is forged.
 */
export function classify(sizes: TorSizes) {
  return table("classify", {
    key: {
      kind: exact(ringworld.kind),
      role: exact(meta.role),
      leads: ternary(meta.leads),
      view_difference: ternary(meta.view_difference),
      fenced: ternary(meta.fenced),
      server_fenced: ternary(meta.server_fenced),
      count: ternary(ringworld.count),
    },
    actions: [setOperation, setOperationOfLane, forged],
    constDefault: forged(),
    entries: [...fencing, ...asking(sizes), ...rules].flatMap((rule) => entriesOf(rule, sizes)),
    counter: directCounter("messages", "packets"),
    doc: "What a message asks for, by its kind and where it came in.",
  });
}
