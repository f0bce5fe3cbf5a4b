import assert from "node:assert/strict";
import { test } from "node:test";
import {
  LogServerCore,
  type LogServerEffect,
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

  /** A crash: what was not synced is gone. */
  restart(): void {
    this.core = new LogServerCore();
    this.waiting.length = 0;
    for (const [position, { header }] of this.disk.entries()) this.core.recover(header, position);
  }

  take(effects: readonly LogServerEffect[]): string[] {
    return effects.flatMap((effect) => {
      if (effect.kind === "persist") this.waiting.push(effect);
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

test("a newer view replaces what an older one left, and the older one is refused from then on", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3 }, "one");
  script.sync();
  assert.deepEqual(script.receive("store", 7n, { tag: 4, view: 2 }, "two"), [
    "persist view=2 index=7 3 bytes",
  ]);
  script.sync();
  assert.deepEqual(script.receive("store", 8n, { tag: 5, view: 1 }), [
    "10.0.1.9 refused view index=8 view=2 request=1",
  ]);
  assert.deepEqual(script.receive("fetch", 7n, { view: 2 }), [
    '10.0.1.9 data index=7 view=2 request=1 "two"',
  ]);
});

test("§3.2.3, footnote 8: an answer from one server is certain only in the leader's view", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3 }, "one");
  script.sync();
  assert.deepEqual(script.receive("fetch", 7n, { view: 1 }), [
    '10.0.1.9 data index=7 view=1 request=1 "one"',
  ]);
  assert.deepEqual(script.receive("fetch", 7n, { view: 2 }), [
    '10.0.1.9 data view index=7 view=1 request=1 "one"',
  ]);
  assert.deepEqual(script.receive("fetch", 7n, { code: 1 }), [
    '10.0.1.9 data view index=7 view=1 request=1 "one"',
  ]);
  assert.deepEqual(script.receive("fetch", 9n, {}), ["10.0.1.9 data missing index=9 view=1 request=1"]);
});

test("a seal is durable before it is answered, and tells what is held", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3 }, "one");
  assert.deepEqual(script.receive("seal", 0n, { view: 5, request: 0 }), ["persist view=5 index=0 0 bytes"]);
  assert.deepEqual(script.receive("store", 8n, { tag: 3 }), [
    "10.0.1.9 refused view index=8 view=5 request=1",
  ]);
  assert.deepEqual(script.sync(), ["10.0.2.254 stored index=7 view=1 request=1"]);
  assert.deepEqual(script.sync(), ["10.0.1.9 sealed index=7 view=5 count=1"]);
  assert.deepEqual(script.receive("seal", 0n, { view: 5, request: 0 }), [
    "10.0.1.9 sealed index=7 view=5 count=1",
  ]);
  assert.deepEqual(script.receive("seal", 0n, { view: 4, request: 0 }), ["10.0.1.9 refused view view=5"]);
});

test("§3.1.3: after a crash a server knows what it had promised and what it had acknowledged", () => {
  const script = new Script();
  script.receive("store", 7n, { tag: 3, stream: 4 }, "one");
  script.sync();
  script.receive("seal", 0n, { view: 5 });
  script.sync();
  script.receive("store", 8n, { tag: 4, view: 5 }, "lost");
  script.restart();
  assert.equal(script.core.view, 5);
  assert.equal(script.core.entries, 1);
  assert.deepEqual(script.receive("fetch", 7n, {}), [
    '10.0.1.9 data index=7 view=1 request=1 stream=4 "one"',
  ]);
  assert.deepEqual(script.receive("fetch", 8n, {}), ["10.0.1.9 data missing index=8 view=1 request=1"]);
  assert.deepEqual(script.receive("store", 9n, { tag: 1 }), [
    "10.0.1.9 refused view index=9 view=5 request=1",
  ]);
});

test("index 0 and messages for others are ignored", () => {
  const script = new Script();
  assert.deepEqual(script.receive("store", 0n, { tag: 3 }), []);
  assert.deepEqual(script.receive("write", 7n, { tag: 3 }), []);
  assert.deepEqual(script.receive("release", 7n, {}), []);
});
