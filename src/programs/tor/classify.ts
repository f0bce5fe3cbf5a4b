import { action, type Bit, bit, directCounter, exact, table, ternary } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { portRole } from "../ports.js";
import { meta } from "./meta.js";
import { kind, operation } from "./operations.js";

const setOperation = action(
  "set_operation",
  { operation: bit(8) },
  (parameters) => [meta.operation.set(parameters.operation)],
  { doc: "Decides what the switch does with the message." },
);

const forged = action("forged", {}, () => [meta.operation.set(operation.drop)], {
  doc: "The message comes from where it cannot come from.",
});

const { host, logServer, ring, fabric, controller, generator, loop } = portRole;

/** From where a request for the log may come: its own rack, another rack, the controller, or this switch. */
const anyone = [host, logServer, fabric, controller, loop];

/** A rule: messages of these kinds, from these roles, under these conditions, are this operation. */
interface Rule {
  readonly kinds: readonly Bit<8>[];
  readonly roles: readonly number[];
  readonly operation: Bit<8>;
  /** Only at the leader of the index (1), or only elsewhere (0). */
  readonly leads?: 0 | 1;
  /** Only messages of the switch's own view (1), or only of others (0). */
  readonly sameView?: 0 | 1;
}

/** The first rule that holds decides. What no rule names is forged. */
const rules: readonly Rule[] = [
  { kinds: [kind.append], roles: [host, logServer], operation: operation.arrive },
  { kinds: [kind.ticket], roles: [host, logServer], operation: operation.ticket },
  { kinds: [kind.releaseQuery], roles: [host, logServer], operation: operation.releaseQuery },
  { kinds: [kind.pending], roles: [loop], operation: operation.pending, sameView: 1 },
  { kinds: [kind.advance], roles: [loop], operation: operation.advance, sameView: 1 },
  { kinds: [kind.token], roles: [ring, controller], operation: operation.token, sameView: 1 },
  { kinds: [kind.tokenAck], roles: [ring], operation: operation.tokenAck, sameView: 1 },
  { kinds: [kind.tick], roles: [generator], operation: operation.tick },
  {
    kinds: [kind.write, kind.fill, kind.read],
    roles: anyone,
    operation: operation.toLeader,
    leads: 0,
  },
  { kinds: [kind.stored], roles: [logServer, fabric], operation: operation.toLeader, leads: 0 },
  { kinds: [kind.read], roles: anyone, operation: operation.read, leads: 1 },
  { kinds: [kind.write], roles: anyone, operation: operation.write, leads: 1, sameView: 1 },
  { kinds: [kind.fill], roles: anyone, operation: operation.fill, leads: 1, sameView: 1 },
  { kinds: [kind.write, kind.fill], roles: anyone, operation: operation.otherView, leads: 1, sameView: 0 },
  { kinds: [kind.stored], roles: [logServer, fabric], operation: operation.stored, leads: 1, sameView: 1 },
  { kinds: [kind.status], roles: [controller], operation: operation.status },
  { kinds: [kind.setLane], roles: [controller], operation: operation.setLane },
  { kinds: [kind.confirm], roles: anyone, operation: operation.toLeader, leads: 0 },
  { kinds: [kind.confirm], roles: anyone, operation: operation.confirm, leads: 1, sameView: 1 },
  { kinds: [kind.confirm], roles: anyone, operation: operation.otherView, leads: 1, sameView: 0 },
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
    kinds: [kind.store, kind.witness, kind.fetch, kind.committed],
    roles: [fabric],
    operation: operation.route,
  },
  {
    kinds: [kind.refused, kind.data, kind.confirmed],
    roles: [logServer, fabric],
    operation: operation.route,
  },
];

/** One entry for each kind and role of a rule. */
function entriesOf(rule: Rule) {
  const { leads, sameView } = rule;
  return rule.kinds.flatMap((each) =>
    rule.roles.map((role) => ({
      key: {
        kind: each,
        role,
        ...(leads !== undefined && { leads }),
        ...(sameView !== undefined && { same_view: sameView }),
      },
      action: setOperation({ operation: rule.operation }),
    })),
  );
}

/** Decides once what a RingWorld message asks of this switch, and whether it may come from where it does. */
export const classify = table("classify", {
  key: {
    kind: exact(hdr.ringworld.kind),
    role: exact(meta.role),
    leads: ternary(meta.leads),
    same_view: ternary(meta.same_view),
  },
  actions: [setOperation, forged],
  constDefault: forged(),
  entries: rules.flatMap(entriesOf),
  counter: directCounter("messages", "packets"),
  doc: "What a message asks for, by its kind and where it came in.",
});
