/** A program that TypeScript must refuse: what is wrong, and the line that is. */
export type MustNotCompile = readonly [what: string, line: string];

const widths: readonly MustNotCompile[] = [
  ["adding two widths", "hdr.message.kind.add(hdr.message.value);"],
  ["subtracting two widths", "hdr.message.kind.subtract(hdr.message.value);"],
  ["multiplying two widths", "hdr.message.kind.multiply(hdr.message.value);"],
  ["saturating addition of two widths", "hdr.message.kind.addSaturating(meta.bucket);"],
  ["saturating subtraction of two widths", "hdr.message.kind.subtractSaturating(meta.bucket);"],
  ["bitwise and of two widths", "hdr.message.kind.and(meta.bucket);"],
  ["bitwise or of two widths", "hdr.message.kind.or(meta.bucket);"],
  ["bitwise xor of two widths", "hdr.message.kind.xor(meta.bucket);"],
  ["comparing two widths", "hdr.message.kind.equals(hdr.message.value);"],
  ["ordering two widths", "hdr.message.kind.lessThan(hdr.message.value);"],
  ["assigning a wider value", "hdr.message.kind.set(hdr.message.value);"],
  ["assigning a narrower value", "hdr.message.value.set(hdr.message.kind);"],
  ["assigning a sum of another width", "hdr.message.kind.set(hdr.message.value.add(1));"],
  ["assigning a concatenation of another width", "meta.ticket.set(meta.bucket.concat(hdr.message.kind));"],
  ["assigning a slice of another width", "hdr.message.kind.set(hdr.message.value.slice(8, 0));"],
  ["a slice beyond the highest bit", "hdr.message.kind.slice(8, 0);"],
  ["a slice with the low bit first", "hdr.message.kind.slice(0, 3);"],
  ["setting a slice to another width", "hdr.message.flags.setSlice(3, 0, hdr.message.kind);"],
  ["setting a slice beyond the highest bit", "hdr.message.flags.setSlice(9, 0, 1);"],
  ["mixing signed and unsigned", "hdr.message.kind.add(cast(hdr.message.kind, int(8)));"],
  ["assigning signed to unsigned", "hdr.message.kind.set(cast(hdr.message.kind, int(8)));"],
  ["choices of two widths", "mux(meta.isNew, hdr.message.kind, hdr.message.value);"],
  ["choices of a bool and a number", "mux(meta.isNew, meta.isNew, 1);"],
  ["the initial value of a variable of another width", 'variable("x", bit(8), hdr.message.value);'],
];

const kinds: readonly MustNotCompile[] = [
  ["a number as a condition", "when(hdr.message.kind, drop());"],
  ["a JavaScript boolean as a condition", "when(true, drop());"],
  ["a bool where a number is needed", "hdr.message.kind.set(meta.isNew);"],
  ["a number where a bool is needed", "meta.isNew.set(1);"],
  ["arithmetic on a bool", "meta.isNew.add(1);"],
  ["a string as a number", 'hdr.message.kind.set("1");'],
  ["a fraction of a header", "hdr.message.set(1);"],
  ["setting the packet's ingress port", "packet.ingressPort.set(1);"],
  ["setting a constant", 'constant("C", bit(8), 1).set(2);'],
  ["setting a sum", "hdr.message.kind.add(1).set(2);"],
  ["setting a parameter", 'action("a", { x: bit(8) }, ({ x }) => x.set(1));'],
  ["a member that the enum does not have", "kinds.members.nothing;"],
  ["comparing members of two enums", "kinds.members.request.equals(modes.members.fast);"],
  ["a number as a member of an enum", "kinds.members.request.equals(1);"],
  ["verifying against something that is no error", "verify(meta.isNew, 1);"],
];

const casts: readonly MustNotCompile[] = [
  ["a cast that changes sign and width at once", "cast(hdr.message.kind, int(16));"],
  ["a cast of a signed number to another width and sign", "cast(cast(hdr.message.kind, int(8)), bit(16));"],
  ["a cast of a bool to a wide number", "cast(meta.isNew, bit(8));"],
  ["a cast of a wide number to a bool", "cast(hdr.message.kind, bool());"],
  ["a cast of a bool to a signed number", "cast(meta.isNew, int(8));"],
];

const selects: readonly MustNotCompile[] = [
  ["a select line with a bool for a number", 'select(hdr.message.kind, [[true, "accept"]]);'],
  [
    "a select line with a constant of another width",
    'select(hdr.message.kind, [[constant("WIDE", bit(16), 1), "accept"]]);',
  ],
  [
    "a select line with too few matches",
    'select([hdr.message.kind, hdr.message.flags], [[[1], "accept"]], "reject");',
  ],
  [
    "a select line with a value set of another width",
    'select(hdr.message.kind, [[valueSet("wide", bit(16), 4), "accept"]]);',
  ],
  ["a value set of bools", 'valueSet("v", bool(), 4);'],
  ["a switch on a bool", "switchOn(meta.isNew, [[true, []]]);"],
  [
    "a case of a switch of another width",
    'switchOn(hdr.message.kind, [[constant("WIDE", bit(16), 1), []]]);',
  ],
  ["a case of a switch on another enum", "switchOn(kinds.members.request, [[modes.members.fast, []]]);"],
];

const names: readonly MustNotCompile[] = [
  ["a field that the header does not have", "hdr.message.kindd;"],
  ["a header that the program does not have", "hdr.ipv6;"],
  ["a metadata field that is not there", "meta.nothing;"],
  ["a parser that goes to a state that is not there", 'parser({ start: state([], "nowhere") });'],
  [
    "a select that goes to a state that is not there",
    'parser({ start: state([], select(hdr.message.kind, [[1, "nowhere"]], "accept")) });',
  ],
  ["a parser without a start", 'parser({ first: state([], "accept") });'],
  ["an unknown match kind", "table('t', { key: { k: fuzzy(hdr.message.kind) }, actions: [] });"],
  ["an unknown hash", 'hash(meta.bucket, "md5", [hdr.message.kind]);'],
  ["an unknown counter unit", 'counter("c", 8, "flows");'],
  ["a branch for an action that the table does not have", "lanes.apply({ actions: { forward: [] } });"],
];

const calls: readonly MustNotCompile[] = [
  ["a call without its arguments", "forward();"],
  ["a call without one argument", "forward({ port: 1 });"],
  ["a call with an argument too much", "forward({ port: 1, priority: 2, more: 3 });"],
  ["a call with an argument of another width", "forward({ port: hdr.message.kind, priority: 1 });"],
  ["a call of an action without parameters with arguments", "discard({ port: 1 });"],
  ["a port of another width", "sendTo(hdr.message.kind);"],
  ["a multicast group of another width", "multicast(hdr.message.kind);"],
  ["a priority of another width", "setPriority(hdr.message.kind);"],
  [
    "a default action that the table does not have",
    "table('t', { key: {}, actions: [discard], default: noAction() });",
  ],
  [
    "a const entry without an exact field",
    "table('t', { key: { k: exact(hdr.message.kind) }, actions: [discard], entries: [{ key: {}, action: discard() }] });",
  ],
  [
    "a const entry with a key of another width",
    "table('t', { key: { k: exact(hdr.message.kind) }, actions: [discard], entries: [{ key: { k: meta.bucket }, action: discard() }] });",
  ],
  [
    "a const entry whose action the table does not have",
    "table('t', { key: {}, actions: [discard], entries: [{ key: {}, action: noAction() }] });",
  ],
  [
    "a const entry with a mask on an exact field",
    "table('t', { key: { k: exact(hdr.message.kind) }, actions: [discard], entries: [{ key: { k: { value: 1, mask: 1 } }, action: discard() }] });",
  ],
  ["a longest prefix match on a bool", "lpm(meta.isNew);"],
  ["a range of a bool", "range(meta.isNew);"],
  ["a colour of another width", "rate.execute(1, meta.bucket);"],
  ["a digest without a field", "learn.send({ src: hdr.ethernet.src });"],
  [
    "a digest with a field of another width",
    "learn.send({ src: hdr.ethernet.src, port: hdr.message.kind });",
  ],
  ["a checksum field of another width", "checksum(hdr.message.value, [hdr.message.index]);"],
];

const registers: readonly MustNotCompile[] = [
  [
    "a register update of another width",
    "registerAction('r', arrivals, (cell) => ({ cell: cell.concat(cell) }));",
  ],
  ["a register output into another width", "take.execute({ index: 0, into: meta.bucket });"],
  ["a register output into a bool", "take.execute({ index: 0, into: meta.isNew });"],
  ["a register output into a value that cannot be set", "take.execute({ index: 0, into: packet.length });"],
  ["a register action without an index", "take.execute({ into: meta.ticket });"],
  [
    "a pair of which one number is missing",
    "registerAction('r', pairs, (cell) => ({ cell: { low: cell.low } }));",
  ],
];

const entries: readonly MustNotCompile[] = [
  ["a table that the program does not show", "fixture.tables.lanesss;"],
  ["an action that the program does not show", "fixture.actions.nothing;"],
  [
    "an entry without an exact field",
    "fixture.tables.lanes.entry({ flags: 1 }, fixture.actions.acceptNew({ slot: 1 }));",
  ],
  [
    "an entry with an action of another table",
    "fixture.tables.lanes.entry({ kind: 1 }, fixture.actions.forward({ port: 1, priority: 2 }));",
  ],
  [
    "an entry with a field that the key does not have",
    "fixture.tables.lanes.entry({ kind: 1, more: 2 }, fixture.actions.acceptNew({ slot: 1 }));",
  ],
  [
    "an entry with a plain number for a prefix",
    "fixture.tables.forwarding.entry({ dst: 1, tagged: true }, fixture.actions.discard());",
  ],
  [
    "an entry with a number for a bool",
    "fixture.tables.forwarding.entry({ tagged: 1 }, fixture.actions.discard());",
  ],
  ["an entry's action with a string", 'fixture.actions.acceptNew({ slot: "1" });'],
];

const clients: readonly MustNotCompile[] = [
  ["a client's table that the program does not show", "client.tables.nothing;"],
  [
    "inserting without an exact field",
    "client.tables.lanes.insert({}, fixture.actions.acceptNew({ slot: 1 }));",
  ],
  [
    "inserting an action of another table",
    "client.tables.lanes.insert({ kind: 1 }, fixture.actions.forward({ port: 1, priority: 2 }));",
  ],
  ["inserting without an action", "client.tables.lanes.insert({ kind: 1 });"],
  ["deleting by a field that the key does not have", "client.tables.lanes.delete({ kind: 1, more: 2 });"],
  [
    "reading a field that the key does not have",
    "client.tables.lanes.read().then(([entry]) => entry?.key.more);",
  ],
  [
    "reading an argument that no action has",
    "client.tables.lanes.read().then(([entry]) => entry?.action?.name === 'forward');",
  ],
  ["writing a string into a register", 'client.registers.arrivals.write(1, "1");'],
  ["a field that the digest does not have", "client.digests.learn.listen(([first]) => first?.more);"],
  ["packet metadata that the program does not have", "client.packets.send({ port: 1 }, new Uint8Array());"],
];

/** All of them, by what they get wrong. */
export const mustNotCompile: Readonly<Record<string, readonly MustNotCompile[]>> = {
  widths,
  kinds,
  casts,
  selects,
  names,
  calls,
  registers,
  entries,
  clients,
};
