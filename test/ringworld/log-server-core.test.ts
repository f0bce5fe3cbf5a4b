import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeListed,
  decodeServerReport,
  encodeIndices,
  installOption,
  LogServerCore,
  type LogServerEffect,
  outgoing,
  type Persist,
  recordHeader,
} from "../../src/ringworld/index.js";
import {
  indexFields,
  type RingWorldHeader,
  type RingWorldKindName,
  rackHostAddress,
  rackSwitchAddress,
} from "../../src/wire/index.js";
import { arrived, showEffect } from "./transcript.js";

const leader = rackSwitchAddress(2);
const client = rackHostAddress(1, 9);
const server = rackHostAddress(1, 1);

/** Drives one core by hand; disks and the network are the lists below. */
class Script {
  core = new LogServerCore();
  readonly disk: { header: Uint8Array; body: Uint8Array }[] = [];
  readonly waiting: Persist[] = [];
  /** Before which records the storage was told to free its space. */
  readonly released: number[] = [];

  /** A server that takes entries of view 1. */
  constructor() {
    this.receive("install", 0n, { client: 9n, request: 0 });
    this.sync();
  }

  receive(kind: RingWorldKindName, index: bigint, fields: Partial<RingWorldHeader>, text = ""): string[] {
    const whole = { view: 1, client: 5n, request: 1, reply_to: client, ...indexFields(index), ...fields };
    return this.take(this.core.step(arrived(leader, server, kind, whole, text)));
  }

  /** Makes the oldest waiting record durable. */
  sync(): string[] {
    const persist = this.waiting.shift();
    assert.ok(persist);
    this.disk.push({ header: recordHeader(persist), body: persist.value });
    return this.take(this.core.persisted(persist, this.disk.length - 1));
  }

  /** A crash: what was not synced is gone, and so may be what was given up. */
  restart(released = 0): void {
    this.core = new LogServerCore();
    this.waiting.length = 0;
    for (const [position, { header }] of this.disk.entries())
      if (position >= released) this.core.recover(header, position);
  }

  /** Everything up to an index is committed, says the controller. */
  settle(index: bigint): void {
    this.receive("survey", index, {});
    this.sync();
  }

  /** A leader passes a trim on; what comes out until all of it is durable. */
  forget(bound: bigint, fields: Partial<RingWorldHeader> = {}): string[] {
    const header = { view: 1, client: 5n, request: 1, reply_to: client, ...fields };
    const lines = this.take(
      this.core.step({ source: leader, ...outgoing(server, "forget", header, encodeIndices([bound])) }),
    );
    while (this.waiting.length > 0) lines.push(...this.sync());
    return lines.map((line) => line.split(' "')[0] ?? "").filter((line) => !line.startsWith("persist"));
  }

  take(effects: readonly LogServerEffect[]): string[] {
    return effects.flatMap((effect) => {
      if (effect.kind === "persist") this.waiting.push(effect);
      if (effect.kind === "release") this.released.push(effect.before);
      if (effect.kind === "load") return this.take(this.core.loaded(effect, this.disk[effect.position]));
      return [showEffect(effect)];
    });
  }
}

test("stored leaves when the entry is durable, and again for every copy of the store", () => {
  const script = new Script();
  assert.deepEqual(script.receive("store", 7n, { tag: 3 }, "one"), ["persist view=1 index=7 3 bytes"]);
  assert.deepEqual(script.receive("store", 7n, { tag: 3 }, "one"), []);
  assert.deepEqual(script.sync(), ["10.0.2.254 stored index=7 view=1 request=1"]);
  assert.deepEqual(script.receive("store", 7n, { tag: 3 }, "one"), [
    "10.0.2.254 stored index=7 view=1 request=1",
  ]);
  assert.equal(script.core.entries, 1);
});

test("the acknowledgement names its slot: replica, tag, client and asker are echoed", () => {
  const script = new Script();
  const effects = script.core.step(
    arrived(
      leader,
      server,
      "store",
      { ...indexFields(1n), view: 1, tag: 9, replica: 4, client: 8n, reply_to: client },
      "x",
    ),
  );
  const [persist] = effects;
  assert.ok(persist?.kind === "persist");
  const [sent] = script.core.persisted(persist, 0);
  assert.ok(sent?.kind === "send");
  const { replica, tag, client: id, reply_to, length } = sent.message.header;
  assert.deepEqual([replica, tag, id, reply_to, length], [4, 9, 8n, client, 0]);
});

test("the first value wins within a view, also before it is durable", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3 }, "one");
  const refusal = ["10.0.1.9 refused conflict index=7 view=1 request=1"];
  assert.deepEqual(
    script.receive("store", 7n, { tag: 4 }, "two").map((line) => line.split(' "')[0]),
    refusal,
  );
  script.sync();
  assert.deepEqual(
    script.receive("store", 7n, { tag: 4 }, "two").map((line) => line.split(' "')[0]),
    refusal,
  );
});

test("junk that finds a value makes the server propose the value again", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3, request: 6 }, "one");
  const proposal = ['10.0.2.254 write index=7 view=1 request=6 "one"'];
  assert.deepEqual(script.receive("store", 7n, { tag: 0 }), proposal);
  script.sync();
  assert.deepEqual(script.receive("store", 7n, { tag: 0 }), proposal);
  assert.deepEqual(script.receive("store", 7n, { tag: 3, request: 6 }, "one"), [
    "10.0.2.254 stored index=7 view=1 request=6",
  ]);
});

test("a value that finds junk gets the junk acknowledged, in nobody's name", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 0, client: 0n, request: 0 });
  assert.deepEqual(script.receive("store", 7n, { tag: 3, request: 6 }, "one"), []);
  assert.deepEqual(script.sync(), ["10.0.2.254 stored index=7 view=1"]);
  const [sent] = script.core.step(
    arrived(leader, server, "store", { ...indexFields(7n), view: 1, tag: 3, client: 5n }),
  );
  assert.ok(sent?.kind === "send");
  assert.deepEqual([sent.message.header.tag, sent.message.header.client], [0, 0n]);
  assert.deepEqual(script.receive("fetch", 7n, {}), ["10.0.1.9 data index=7 view=1"]);
});

test("a value that was restored in a newer view takes the place of what an older one left", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3 }, "one");
  script.sync();
  script.receive("seal", 0n, { view: 2, client: 9n });
  script.sync();
  assert.deepEqual(script.receive("restore", 7n, { tag: 4, view: 2 }, "two"), [
    "persist view=2 index=7 3 bytes",
  ]);
  assert.deepEqual(script.sync(), ["10.0.1.9 restored index=7 view=2 request=1"]);
  assert.deepEqual(script.receive("store", 8n, { tag: 5, view: 1 }), [], "an older view meets silence");
  assert.deepEqual(script.receive("fetch", 7n, { view: 2 }), [
    '10.0.1.9 data index=7 view=2 request=1 "two"',
  ]);
});

test("§3.2.3, footnote 8: a value of the leader's view is certain, junk that competed and older views are not", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3 }, "one");
  script.sync();
  script.receive("store", 8n, { tag: 0, client: 0n, request: 0 });
  script.sync();
  const one = '10.0.1.9 data index=7 view=1 request=1 "one"';
  assert.deepEqual(script.receive("fetch", 7n, { view: 1 }), [one]);
  assert.deepEqual(script.receive("fetch", 7n, { code: 1 }), [one]);
  assert.deepEqual(script.receive("fetch", 7n, { view: 2 }), [one.replace("data", "data view")]);
  assert.deepEqual(script.receive("fetch", 8n, {}), ["10.0.1.9 data index=8 view=1"]);
  assert.deepEqual(script.receive("fetch", 8n, { code: 1 }), ["10.0.1.9 data view index=8 view=1"]);
  assert.deepEqual(script.receive("fetch", 9n, {}), ["10.0.1.9 data missing index=9 view=1 request=1"]);
});

/** The report in the answer to the last message, without the bytes of the membership. */
function reportIn(effects: readonly LogServerEffect[]) {
  const [effect] = effects;
  assert.ok(effect?.kind === "send");
  const report = decodeServerReport(effect.message.payload);
  assert.ok(report);
  const { installedView, start, witness, settled, largest } = report;
  return { view: effect.message.header.view, installedView, start, witness, settled, largest };
}

test("a seal is durable before it is answered, and its report tells what a new view must know", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3 }, "one");
  script.receive("witness", 9n, {});
  assert.deepEqual(script.receive("seal", 0n, { view: 5, client: 8n }), ["persist view=5 index=0 0 bytes"]);
  assert.deepEqual(script.receive("store", 8n, { tag: 3 }), [], "the promise binds before it is durable");
  assert.deepEqual(script.sync(), ["10.0.2.254 stored index=7 view=1 request=1"]);
  assert.deepEqual(script.sync(), ["10.0.1.9 confirmed index=9 view=1 request=1"]);
  const seal = script.waiting.shift();
  assert.ok(seal);
  const [load] = script.core.persisted(seal, 3);
  assert.ok(load?.kind === "load", "the membership is read from the disk");
  assert.deepEqual(reportIn(script.core.loaded(load, script.disk[load.position])), {
    view: 5,
    installedView: 1,
    start: 0n,
    witness: 9n,
    settled: 0n,
    largest: 7n,
  });
});

test("a view is promised to its first owner only, and never an older one again", () => {
  const script = new Script();
  script.receive("seal", 0n, { view: 5, client: 8n });
  script.sync();
  assert.deepEqual(script.receive("seal", 0n, { view: 5, client: 8n }), ["persist view=5 index=0 0 bytes"]);
  assert.deepEqual(script.receive("seal", 0n, { view: 5, client: 7n, request: 0 }), [
    "10.0.1.9 sealed view view=5",
  ]);
  assert.deepEqual(script.receive("seal", 0n, { view: 4, client: 8n, request: 0 }), [
    "10.0.1.9 sealed view view=5",
  ]);
  for (const kind of ["list", "recall", "restore", "install"] as const) {
    assert.match(script.receive(kind, 3n, { view: 4, client: 8n })[0] ?? "", / view index=3 view=5/, kind);
  }
});

test("view numbers wrap: after 0xffffffff a server promises 2, also after a crash, and the old ones no more", () => {
  const script = new Script();
  for (const view of [0x7000_0000, 0xe000_0000, 0xffff_ffff, 2]) {
    script.receive("seal", 0n, { view, client: 8n });
    script.sync();
  }
  for (const _ of ["as it is", "after a crash"]) {
    assert.equal(script.core.view, 2);
    for (const view of [0xffff_ffff, 0xe000_0000])
      assert.match(script.receive("seal", 0n, { view, client: 8n })[0] ?? "", / sealed view view=2/);
    script.restart();
  }
  script.receive("install", 20n, { view: 2, client: 8n });
  script.sync();
  assert.deepEqual(script.receive("store", 21n, { view: 0xffff_ffff, tag: 4 }), []);
  assert.deepEqual(script.receive("store", 21n, { view: 2, tag: 4 }), ["persist view=2 index=21 0 bytes"]);
});

test("entries are taken in the installed view only, and above its start only", () => {
  const script = new Script();
  script.receive("seal", 0n, { view: 2, client: 8n });
  script.sync();
  assert.deepEqual(script.receive("store", 30n, { view: 2, tag: 4 }), [], "promised is not installed");
  script.receive("install", 20n, { view: 2, client: 8n });
  script.sync();
  assert.deepEqual(script.receive("store", 20n, { view: 2, tag: 4 }), [], "settled before the view began");
  assert.deepEqual(script.receive("store", 21n, { view: 2, tag: 4 }), ["persist view=2 index=21 0 bytes"]);
  assert.deepEqual(script.receive("store", 21n, { view: 3, tag: 4 }), [], "not installed");
});

test("a tail is confirmed in the installed view only, once it is durable", () => {
  const script = new Script();
  assert.deepEqual(script.receive("witness", 9n, { view: 2 }), []);
  assert.deepEqual(script.receive("witness", 9n, {}), ["persist view=1 index=9 0 bytes"]);
  assert.deepEqual(script.sync(), ["10.0.1.9 confirmed index=9 view=1 request=1"]);
  assert.deepEqual(script.receive("witness", 8n, {}), ["10.0.1.9 confirmed index=8 view=1 request=1"]);
  script.receive("seal", 0n, { view: 2, client: 9n });
  assert.deepEqual(script.receive("witness", 8n, {}), [], "a newer view is promised");
});

test("a list of indices becomes junk with one message, and one answer when all of it is durable", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3 }, "one");
  script.sync();
  script.receive("seal", 0n, { view: 2, client: 9n });
  script.sync();
  const payload = encodeIndices([7n, 9n]);
  const restore = arrived(leader, server, "restore", {
    ...indexFields(7n),
    view: 2,
    code: 1,
    reply_to: client,
  });
  assert.equal(script.take(script.core.step({ ...restore, payload })).length, 2);
  assert.deepEqual(script.sync(), []);
  assert.deepEqual(script.sync(), ["10.0.1.9 restored notCommitted index=7 view=2"]);
  const [list] = script.core.step(
    arrived(leader, server, "list", { ...indexFields(1n), view: 2, ticket: 2, count: 10 }),
  );
  assert.ok(list?.kind === "send");
  assert.deepEqual(decodeListed(list.message.payload), [
    { index: 7n, view: 2, tag: 0 },
    { index: 9n, view: 2, tag: 0 },
  ]);
});

test("§3.1.3: after a crash a server knows what it had promised, installed and acknowledged", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3, stream: 4 }, "one");
  script.sync();
  script.receive("seal", 0n, { view: 5, client: 9n });
  script.sync();
  script.receive("restore", 8n, { tag: 4, view: 5 }, "lost");
  script.restart();
  assert.equal(script.core.view, 5);
  assert.equal(script.core.entries, 1);
  assert.deepEqual(script.receive("fetch", 7n, {}), [
    '10.0.1.9 data index=7 view=1 request=1 stream=4 "one"',
  ]);
  assert.deepEqual(script.receive("fetch", 8n, {}), ["10.0.1.9 data missing index=8 view=1 request=1"]);
  assert.deepEqual(script.receive("store", 9n, { tag: 1 }), []);
  script.receive("install", 8n, { view: 5, client: 9n });
  script.sync();
  script.restart();
  assert.deepEqual(script.receive("store", 9n, { tag: 1, view: 5 }), ["persist view=5 index=9 0 bytes"]);
});

test("index 0 and messages for others are ignored", () => {
  const script = new Script();
  assert.deepEqual(script.receive("store", 0n, { tag: 3 }), []);
  assert.deepEqual(script.receive("write", 7n, { tag: 3 }), []);
  assert.deepEqual(script.receive("release", 7n, {}), []);
});

test("a trim is answered when it is durable, and reads below it are refused for good", () => {
  const script = new Script();
  for (const index of [7n, 23n, 39n]) {
    script.receive("store", index, { tag: 3 }, "value");
    script.sync();
  }
  script.settle(39n);
  const trimmed = ["10.0.1.9 trimmed view=1 request=1"];
  assert.deepEqual(script.forget(24n), [...trimmed, "release before 3"]);
  assert.deepEqual(script.forget(24n), trimmed, "again, without another record");
  assert.deepEqual(script.forget(8n), trimmed, "a trim is never undone");
  const read = () => script.receive("fetch", 7n, {}).map((line) => line.split(' "')[0]);
  const refused = ["10.0.1.9 data trimmed index=7 view=1 request=1"];
  assert.deepEqual(read(), refused);
  assert.equal(script.core.entries, 1);
  script.restart();
  assert.deepEqual(read(), refused);
  assert.equal(script.core.entries, 1);
  assert.deepEqual(script.receive("store", 7n, { tag: 3 }, "value"), [], "nothing comes back");
});

test("what is not known to be committed is not trimmed, and other views are not heard", () => {
  const script = new Script();
  script.settle(20n);
  assert.deepEqual(script.forget(22n), ["10.0.1.9 trimmed notCommitted view=1 request=1"]);
  assert.deepEqual(script.forget(21n, { view: 2 }), []);
  assert.deepEqual(script.forget(21n)[0], "10.0.1.9 trimmed view=1 request=1");
});

test("a server hears of a trim from the controller, and goes on from the copies of its facts", () => {
  const script = new Script();
  const survey = { source: leader, ...outgoing(server, "survey", indexFields(50n), encodeIndices([40n])) };
  script.take(script.core.step(survey));
  while (script.waiting.length > 0) script.sync();
  assert.deepEqual(
    script.receive("fetch", 39n, {}).map((line) => line.split(' "')[0]),
    ["10.0.1.9 data trimmed index=39 view=1 request=1"],
  );
  const [released] = script.released;
  assert.ok(released !== undefined && released > 0);
  script.restart(released);
  assert.equal(script.core.view, 1);
  assert.deepEqual(script.receive("store", 51n, { tag: 3 }, "value"), ["persist view=1 index=51 5 bytes"]);
});

test("a view's record that is closed while a trim becomes durable stays closed, also after a crash", () => {
  for (const syncsBeforeClosing of [0, 1, 2]) {
    const script = new Script();
    script.receive("install", 0n, { view: 2, client: 9n }, "open");
    script.sync();
    const survey = { source: leader, ...outgoing(server, "survey", { view: 2 }, encodeIndices([40n])) };
    script.take(script.core.step(survey));
    for (let count = 0; count < syncsBeforeClosing; count += 1) script.sync();
    const closing = { view: 2, client: 9n, code: installOption.closing };
    const lines = script.receive("install", 0n, closing, "closed");
    while (script.waiting.length > 0) lines.push(...script.sync());
    assert.ok(lines.some((line) => line.includes("installed")));
    const [released = 0] = script.released;
    assert.ok(released > 0, "the copies are made, and what lies before them is given up");
    script.restart(released);
    assert.equal(membershipOf(script), "closed");
  }
});

/** The membership in what a server reports. */
function membershipOf({ core, disk }: Script): string {
  const question = { source: leader, ...outgoing(server, "survey", { view: 2 }) };
  for (const effect of core.step(question)) {
    const answers = effect.kind === "load" ? core.loaded(effect, disk[effect.position]) : [effect];
    for (const answer of answers) {
      if (answer.kind !== "send") continue;
      return new TextDecoder().decode(decodeServerReport(answer.message.payload)?.membership);
    }
  }
  return "no report";
}

test("a subscriber gets a mark and the entry; who is not sure of it, or has junk, answers as ever", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3, stream: 9 }, "value");
  script.sync();
  script.receive("store", 23n, { tag: 0 });
  script.sync();
  const read = (index: bigint, fields: Partial<RingWorldHeader>) =>
    script.receive("fetch", index, fields).map((line) => line.replace("10.0.1.9 ", ""));
  assert.deepEqual(read(7n, { code: 2 }), [
    "mark index=7 view=1 request=1 stream=9",
    'feed index=7 view=1 request=1 stream=9 "value"',
  ]);
  assert.deepEqual(read(7n, { code: 0 }), ['data index=7 view=1 request=1 stream=9 "value"']);
  assert.deepEqual(read(7n, { code: 2, view: 2 }), ['data view index=7 view=1 request=1 stream=9 "value"']);
  assert.match(read(23n, { code: 2 })[0] ?? "", /^data index=23/);
});
