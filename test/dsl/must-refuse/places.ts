import {
  action,
  actionProfile,
  actionSelector,
  annotated,
  annotation,
  assertThat,
  type Body,
  bit,
  clone,
  constant,
  defaultOnly,
  digest,
  directCounter,
  directMeter,
  drop,
  exact,
  extract,
  header,
  headers,
  lookahead,
  metadata,
  multicast,
  noAction,
  packet,
  parser,
  random,
  resubmit,
  select,
  selector,
  sendTo,
  setPriority,
  state,
  struct,
  switchOn,
  switchProgram,
  table,
  tableOnly,
  valueSet,
  when,
} from "../../../src/dsl/index.js";
import { build, hdr, type MustRefuse, meta, next } from "./program.js";

const egress = (body: Body): unknown => build([], body);
const learn = digest(struct("learn_t", { a: bit(8) }));
const moveTo = (block: string): string => `Move it to the ${block}.`;

const blocks: readonly MustRefuse[] = [
  {
    what: "choosing the port behind the queues",
    build: () => egress(sendTo(1)),
    says: ["DSL-PLACE: sendTo has no meaning in the egress", moveTo("ingress")],
  },
  {
    what: "replicating behind the queues",
    build: () => egress(multicast(1)),
    says: ["DSL-PLACE: multicast has no meaning in the egress", moveTo("ingress")],
  },
  {
    what: "choosing the queue behind the queues",
    build: () => egress(setPriority(1)),
    says: ["DSL-PLACE: setPriority has no meaning in the egress", moveTo("ingress")],
  },
  {
    what: "resubmitting in egress",
    build: () => egress(resubmit([])),
    says: ["DSL-PLACE: resubmit has no meaning in the egress", moveTo("ingress")],
  },
  {
    what: "a digest in egress",
    build: () => egress(learn.send({ a: 1 })),
    says: ["DSL-PLACE: a digest has no meaning in the egress", moveTo("ingress")],
  },
  {
    what: "a clone of egress made in ingress",
    build: () => build(clone("egress", 1)),
    says: ['DSL-PLACE: clone("egress") has no meaning in the ingress', moveTo("egress")],
  },
  {
    what: "the outgoing port in ingress",
    build: () => build(when(packet.egressPort.equals(1), drop())),
    says: ["DSL-PLACE: packet.egressPort has no meaning in the ingress", moveTo("egress")],
  },
  {
    what: "the number of a copy in ingress",
    build: () => build(when(packet.replicationId.equals(1), drop())),
    says: ["DSL-PLACE: packet.replicationId has no meaning in the ingress", moveTo("egress")],
  },
  {
    what: "whether a packet is a clone, in ingress",
    build: () => build(when(packet.isClone, drop())),
    says: ["DSL-PLACE: packet.isClone has no meaning in the ingress", moveTo("egress")],
  },
  {
    what: "the next header of a stack in a control",
    build: () => build(hdr.s.next.x.set(1)),
    says: ["DSL-PLACE: the next header of a stack has no meaning in the ingress", moveTo("parser")],
  },
  {
    what: "the last header of a stack in a control",
    build: () => build(hdr.s.last.x.set(1)),
    says: ["DSL-PLACE: the last header of a stack has no meaning in the ingress", moveTo("parser")],
  },
  {
    what: "looking ahead in a control",
    build: () => build(assertThat(lookahead(bit(8)).equals(1))),
    says: ["DSL-PLACE: lookahead has no meaning in the ingress", moveTo("parser")],
  },
  {
    what: "a switch in an action",
    build: () => build(action("a", {}, () => switchOn(hdr.h.a, [[1, drop()]]))()),
    says: ["DSL-PLACE: a switch cannot stand in an action", "Move it to a control."],
  },
];

const switches: readonly MustRefuse[] = [
  {
    what: "a switch without a case",
    build: () => switchOn(hdr.h.a, []),
    says: ["DSL-ARGUMENT: a switch without a case", "Give at least one."],
  },
  {
    what: "a switch with one value in two cases",
    build: () =>
      switchOn(hdr.h.a, [
        [1, drop()],
        [[2, constant("ONE", bit(8), 1)], drop()],
      ]),
    says: ["DSL-ARGUMENT: two cases of the switch have the value 1", "Join them."],
  },
  {
    what: "a case of a switch that depends on the packet",
    build: () => switchOn(hdr.h.a, [[meta.m, drop()]]),
    says: ["DSL-ARGUMENT: a case of the switch is no constant", "Give literals, named constants"],
  },
  {
    what: "a case of a switch that does not fit",
    build: () => switchOn(hdr.h.a, [[256, drop()]]),
    says: ["DSL-RANGE: 256 does not fit bit<8>", "It holds 0 to 255."],
  },
  {
    what: "a stack that is shifted by more than it holds",
    build: () => hdr.s.pushFront(3),
    says: ["DSL-RANGE: a stack of 2 headers cannot be shifted by 3", "Give 1 to 2."],
  },
  {
    what: "a random number from an empty range",
    build: () => random(hdr.h.a, 2, 1),
    says: ["DSL-RANGE: there is no number from 2 to 1", "The low end comes first."],
  },
];

const meterOfTable = directMeter("of_table", "packets");
const color = metadata({ color: bit(2) });
const metering = action("metering", {}, () => meterOfTable.execute(color.color));
const counted = directCounter("counted", "packets");

function withColor(ingress: Body): unknown {
  const start = parser({ start: state([extract(hdr.h)], "accept") });
  return switchProgram("wrong", { headers: hdr, metadata: color, parser: start, ingress, deparser: [hdr.h] });
}

const keyed = { key: { a: exact(hdr.h.a) } };

const tables: readonly MustRefuse[] = [
  {
    what: "an action twice in a table",
    build: () => build(table("t", { ...keyed, actions: [next, next] }).apply()),
    says: ["DSL-TABLE: table t lists the action next twice", "List it once."],
  },
  {
    what: "a default that is for entries only",
    build: () => build(table("t", { ...keyed, actions: [tableOnly(next)], default: next({ x: 1 }) }).apply()),
    says: ["DSL-TABLE: next is for entries of t only, not for its default", "List it without tableOnly"],
  },
  {
    what: "an entry with an action that is for the default only",
    build: () =>
      build(
        table("t", {
          ...keyed,
          actions: [defaultOnly(next)],
          default: next({ x: 1 }),
          entries: [{ key: { a: 1 }, action: next({ x: 2 }) }],
        }).apply(),
      ),
    says: ["DSL-TABLE: next is for the default of t only, not for an entry", "List it without defaultOnly"],
  },
  {
    what: "a default beside an action profile",
    build: () => {
      const implementation = actionProfile("p", 8);
      build(table("t", { ...keyed, actions: [next], default: next({ x: 1 }), implementation }).apply());
    },
    says: ["DSL-TABLE: table t has its actions in p and so no default of its own", "Leave the default out"],
  },
  {
    what: "const entries beside an action profile",
    build: () => {
      const entries = [{ key: { a: 1 }, action: next({ x: 2 }) }];
      build(
        table("t", { ...keyed, actions: [next], entries, implementation: actionProfile("p", 8) }).apply(),
      );
    },
    says: ["DSL-TABLE: table t has its actions in p and so no entries of its own", "Let the control plane"],
  },
  {
    what: "a selector field without a selector",
    build: () => build(table("t", { key: { a: selector(hdr.h.a) }, actions: [next] }).apply()),
    says: ["DSL-TABLE: table t has a selector field and no actionSelector", "Give the table one"],
  },
  {
    what: "a selector without a selector field",
    build: () =>
      build(table("t", { ...keyed, actions: [next], implementation: actionSelector("s", 8) }).apply()),
    says: ["DSL-TABLE: table t has an actionSelector and nothing to select by", "Give its key a selector"],
  },
  {
    what: "a direct counter of two tables",
    build: () =>
      build([
        table("t", { ...keyed, actions: [noAction], counter: counted }).apply(),
        table("u", { ...keyed, actions: [noAction], counter: counted }).apply(),
      ]),
    says: ["DSL-TABLE: counted belongs to two tables, t and u", "Make one for each."],
  },
  {
    what: "the direct meter of another table",
    build: () =>
      withColor([
        table("t", { ...keyed, actions: [metering], meter: meterOfTable }).apply(),
        table("u", { ...keyed, actions: [metering] }).apply(),
      ]),
    says: ["DSL-PLACE: of_table is the meter of another table", "Execute it in the actions of its table."],
  },
  {
    what: "a direct meter outside of an action",
    build: () => withColor(meterOfTable.execute(color.color)),
    says: ["DSL-PLACE: of_table is the meter of a table", "Execute it in the actions of its table."],
  },
];

const annotations: readonly MustRefuse[] = [
  {
    what: "a name by annotation",
    build: () => annotation("name", "other"),
    says: ["DSL-ARGUMENT: @name is written by the language", "Give the declaration, or the key, that name."],
  },
  {
    what: "a documentation by annotation",
    build: () => annotation("brief", "What it does."),
    says: ["DSL-ARGUMENT: @brief is written by the language", "Give the declaration a doc."],
  },
  {
    what: "an annotation that is no identifier",
    build: () => annotation("my-mark"),
    says: ['DSL-NAME: "my-mark" is no name for an annotation', "Use letters, digits and underscores."],
  },
  {
    what: "an annotation with a fraction",
    build: () => annotation("id", 1.5),
    says: ["DSL-RANGE: 1.5 is no whole number", "Annotations hold whole numbers and strings."],
  },
  {
    what: "a key with a name that P4Runtime cannot show",
    build: () => build(table("t", { key: { "a b": exact(hdr.h.a) }, actions: [next] }).apply()),
    says: ['DSL-NAME: "a b" is no name for a key', "Use letters, digits, underscores and dots."],
  },
  {
    what: "a field with an annotation that is no scalar's",
    build: () => headers({ h: header("h_t", { isValid: annotated(bit(8), { doc: "No." }) }) }),
    says: ['DSL-NAME: a field cannot be called "isValid"', "The DSL needs this name: choose another."],
  },
];

const pairs = valueSet("pairs", struct("pair_t", { a: bit(8), b: bit(16) }), 4);
const words = valueSet("words", bit(16), 4);

const valueSets: readonly MustRefuse[] = [
  {
    what: "a set of structs with other types than the values",
    build: () => build([], [], parser({ start: state([], select([hdr.h.b, hdr.h.b], [[pairs, "accept"]])) })),
    says: ["DSL-TYPE: pairs holds pair_t, and bit<16>, bit<16> are selected on", "Give the set a struct"],
  },
  {
    what: "a set of numbers for several values",
    build: () =>
      build([], [], parser({ start: state([], select([hdr.h.b, hdr.h.a], [[words as never, "accept"]])) })),
    says: ["DSL-TYPE: words holds bit<16>, and bit<16>, bit<8> are selected on", "Give the set a struct"],
  },
  {
    what: "a set of numbers of another width",
    build: () => build([], [], parser({ start: state([], select(hdr.h.a, [[words as never, "accept"]])) })),
    says: ["DSL-TYPE: words holds bit<16>, and bit<8> is selected on", "Give the set the type of the value."],
  },
];

/** Blocks, switches, what belongs to one table, annotations and value sets. */
export const wrongPlaces: readonly MustRefuse[] = [
  ...blocks,
  ...switches,
  ...tables,
  ...annotations,
  ...valueSets,
];
