import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../src/base/index.js";
import {
  type ClientConfig,
  ClientCore,
  type ClientEffect,
  entryTag,
  rackHost,
} from "../../src/ringworld/index.js";
import {
  indexFields,
  type RingWorldHeader,
  type RingWorldKindName,
  rackHostAddress,
  readAll,
  ringworldCode,
} from "../../src/wire/index.js";
import { arrived, showEffect } from "./transcript.js";

const host = rackHost(1, 9);
const toSwitch = "10.0.1.254";

/** Drives one client by hand and writes down what it does. */
class Script {
  readonly core: ClientCore;
  nowUs = 0;

  constructor(config: Partial<ClientConfig> = {}) {
    this.core = new ClientCore(host, seededRandom(1), { stripeBits: 2, ...config });
  }

  append(operation: number, text: string): string[] {
    return show(this.core.append(operation, new TextEncoder().encode(text), 0, this.nowUs));
  }

  read(operation: number, index: bigint): string[] {
    return show(this.core.read(operation, index, this.nowUs));
  }

  /** Reads as a subscriber of a stream. */
  readOf(operation: number, index: bigint, stream: number): string[] {
    return show(this.core.read(operation, index, this.nowUs, stream));
  }

  tail(operation: number): string[] {
    return show(this.core.tail(operation, this.nowUs));
  }

  /** Log server `server` confirms a tail. */
  confirm(tail: bigint, request: number, server: number): string[] {
    return this.receive("confirmed", { request, ...indexFields(tail) }, "", server);
  }

  /** A message arrives, from the switch or from log server `server`. */
  receive(kind: RingWorldKindName, fields: Partial<RingWorldHeader>, text = "", server?: number): string[] {
    const source = server === undefined ? host.switchAddress : rackHostAddress(2, server);
    const whole = { view: 1, client: this.core.client, ...fields };
    return show(this.core.step(arrived(source, host.address, kind, whole, text), this.nowUs));
  }

  /** The tag of this client's append number `request`. */
  tag(request: number, text: string): number {
    return entryTag(this.core.client, request, new TextEncoder().encode(text));
  }

  /** Goes to the next deadline. */
  wait(): string[] {
    const nextUs = this.core.nextDeadlineUs();
    assert.ok(nextUs !== undefined, "nothing is due");
    this.nowUs = nextUs;
    return show(this.core.tick(nextUs));
  }

  /** Brings append number 1 to the point where it is written to index 41. */
  write(text: string): void {
    this.append(1, text);
    this.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 1 });
    const written = this.receive("release", { epoch: 8, ticket: 100, count: 1, ...indexFields(40n) });
    assert.deepEqual(written, [`${toSwitch} write index=41 view=1 request=1 "${text}"`]);
  }

  refuse(code: keyof typeof ringworldCode, text: string, fields: Partial<RingWorldHeader> = {}): string[] {
    const about = { request: 1, tag: this.tag(1, text), ...indexFields(41n) };
    return this.receive("refused", { ...about, code: ringworldCode[code], ...fields });
  }
}

const show = (effects: readonly ClientEffect[]) => effects.map(showEffect);

test("§3.2.1, ticket mode: ticket, grant, release, write, committed", () => {
  const script = new Script();
  assert.deepEqual(script.append(1, "a"), [`${toSwitch} ticket view=1 count=1 request=1`]);
  assert.deepEqual(script.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 1 }), []);
  assert.deepEqual(script.receive("release", { epoch: 8, ticket: 98, count: 5, ...indexFields(40n) }), [
    `${toSwitch} write index=43 view=1 request=1 "a"`,
  ]);
  assert.deepEqual(
    script.receive("committed", { request: 1, tag: script.tag(1, "a"), ...indexFields(43n) }),
    ["operation 1: appended 43"],
  );
  assert.equal(script.core.nextDeadlineUs(), undefined);
});

test("§3.2.1, recirculate mode: the append waits in the switch", () => {
  const script = new Script({ mode: "recirculate" });
  assert.deepEqual(script.append(1, "a"), [`${toSwitch} append view=1 request=1 "a"`]);
  assert.deepEqual(script.receive("committed", { request: 1, tag: script.tag(1, "a"), ...indexFields(9n) }), [
    "operation 1: appended 9",
  ]);
});

test("appends that come while two requests wait for their grant share the next one", () => {
  const script = new Script({ packEntriesMax: 1 });
  const sent = ["a", "b", "c", "d", "e"].flatMap((text, at) => script.append(at + 1, text));
  assert.deepEqual(sent, [
    `${toSwitch} ticket view=1 count=1 request=1`,
    `${toSwitch} ticket view=1 count=1 request=2`,
  ]);
  assert.deepEqual(script.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 1 }), [
    `${toSwitch} ticket view=1 count=3 request=3`,
  ]);
});

test("a release that overtakes its grant, across the wrap of tickets", () => {
  const script = new Script();
  script.append(1, "a");
  script.receive("release", { epoch: 0, ticket: 0xffff_fffe, count: 4, ...indexFields(40n) });
  assert.deepEqual(script.receive("grant", { request: 1, epoch: 0, ticket: 1, count: 1 }), [
    `${toSwitch} write index=44 view=1 request=1 "a"`,
  ]);
});

test("a second grant is an index that nobody wants: it is filled, and a second copy of a grant is nothing", () => {
  const script = new Script();
  script.append(1, "a");
  assert.deepEqual(script.wait(), [`${toSwitch} ticket view=1 count=1 request=1`]);
  script.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 1 });
  script.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 1 });
  script.receive("grant", { request: 1, epoch: 8, ticket: 101, count: 1 });
  assert.deepEqual(script.receive("release", { epoch: 8, ticket: 100, count: 2, ...indexFields(40n) }), [
    `${toSwitch} write index=41 view=1 request=1 "a"`,
    `${toSwitch} fill index=42 view=1`,
  ]);
  assert.deepEqual(script.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 1 }), []);
});

test("a release that does not come is asked for; a forgotten one costs new tickets", () => {
  const script = new Script();
  script.append(1, "a");
  script.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 1 });
  assert.deepEqual(script.wait(), [`${toSwitch} releaseQuery view=1 epoch=8 ticket=100 count=1 request=1`]);
  const forgotten = { request: 1, epoch: 8, code: ringworldCode.epochPast };
  assert.deepEqual(script.receive("refused", forgotten), [`${toSwitch} ticket view=1 count=1 request=2`]);
});

test("a write without an answer goes to the same index again", () => {
  const script = new Script();
  script.write("a");
  assert.deepEqual(script.wait(), [`${toSwitch} write index=41 view=1 request=1 "a"`]);
});

test("busy keeps the index, and after a while frees what the commit cursor stands at", () => {
  const script = new Script({ fillAfterUs: 1_000 });
  script.write("a");
  assert.deepEqual(script.refuse("busy", "a", { sequence: 3 }), []);
  assert.deepEqual(script.wait(), [`${toSwitch} write index=41 view=1 request=1 "a"`]);
  script.nowUs += 1_000;
  assert.deepEqual(script.refuse("busy", "a", { sequence: 3 }), [`${toSwitch} read index=13 view=1 count=1`]);
  script.nowUs += 1_000;
  const notCommitted = { code: ringworldCode.notCommitted, ...indexFields(13n) };
  assert.deepEqual(script.receive("refused", notCommitted), [`${toSwitch} fill index=13 view=1`]);
});

test("conflict and past: what stands at the index decides, the own value or another", () => {
  for (const code of ["conflict", "past"] as const) {
    const own = new Script();
    own.write("a");
    assert.deepEqual(own.refuse(code, "a"), [`${toSwitch} read index=41 view=1 count=2`]);
    const data = { request: 1, tag: own.tag(1, "a"), ...indexFields(41n) };
    assert.deepEqual(own.receive("data", data, "a", 1), ["operation 1: appended 41"]);

    const other = new Script();
    other.write("a");
    other.refuse(code, "a");
    assert.deepEqual(other.receive("data", { client: 0n, tag: 0, ...indexFields(41n) }, "", 1), [
      `${toSwitch} ticket view=1 count=1 request=2`,
    ]);
  }
});

test("committed junk in nobody's name, or with another tag, is not this append", () => {
  const script = new Script();
  script.write("a");
  assert.deepEqual(script.receive("committed", { client: 0n, request: 0, tag: 0, ...indexFields(41n) }), []);
  assert.deepEqual(script.receive("committed", { request: 1, tag: 0, ...indexFields(41n) }), []);
});

test("§3.2.3: a new view: the index is kept if the value is there, and given up if it is not committed", () => {
  const script = new Script();
  script.write("a");
  assert.deepEqual(script.refuse("view", "a", { view: 2 }), [`${toSwitch} read index=41 view=2 count=2`]);
  const notCommitted = { view: 2, code: ringworldCode.notCommitted, ...indexFields(41n) };
  assert.deepEqual(script.receive("refused", notCommitted), [`${toSwitch} ticket view=2 count=1 request=2`]);
});

test("a new view ends the tickets of the old one", () => {
  const script = new Script();
  script.append(1, "a");
  script.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 1 });
  assert.deepEqual(script.receive("release", { view: 2, epoch: 0, ...indexFields(90n) }), [
    `${toSwitch} ticket view=2 count=1 request=2`,
  ]);
  assert.deepEqual(
    script.receive("release", { view: 1, epoch: 8, ticket: 100, count: 1, ...indexFields(40n) }),
    [],
  );
});

test("getTail is the h that arrived with the first token after the question, once a majority has confirmed it", () => {
  const script = new Script();
  script.receive("release", { epoch: 7, ticket: 90, count: 10, ...indexFields(30n) });
  assert.deepEqual(script.tail(1), [`${toSwitch} ticket view=1 request=1`]);
  assert.deepEqual(script.receive("grant", { request: 1, epoch: 8, ticket: 100, count: 0 }), []);
  assert.deepEqual(script.wait(), [`${toSwitch} releaseQuery view=1 epoch=8 request=1`]);
  const confirm = `${toSwitch} confirm index=44 view=1 request=1`;
  assert.deepEqual(script.receive("release", { epoch: 9, ticket: 104, count: 1, ...indexFields(44n) }), [
    confirm,
  ]);
  assert.deepEqual(script.confirm(44n, 1, 1), []);
  assert.deepEqual(script.confirm(44n, 1, 1), [], "twice the same server is no majority");
  assert.deepEqual(script.wait(), [confirm]);
  assert.deepEqual(script.confirm(44n, 1, 2), ["operation 1: tail 44"]);
});

test("a tail that a new view overtakes before it is confirmed is asked anew", () => {
  const script = new Script();
  script.tail(1);
  script.receive("grant", { request: 1, epoch: 8, count: 0 });
  script.receive("release", { epoch: 8, ...indexFields(44n) });
  script.confirm(44n, 1, 1);
  assert.deepEqual(script.receive("release", { view: 2, epoch: 0, ...indexFields(50n) }), [
    `${toSwitch} ticket view=2 request=2`,
  ]);
  assert.deepEqual(script.confirm(44n, 1, 2), []);
});

test("an append of an old view is given up only when the new view says that its index is not committed", () => {
  const script = new Script();
  script.append(1, "a");
  script.receive("grant", { request: 1, epoch: 8, ticket: 5, count: 1 });
  script.receive("release", { epoch: 8, ticket: 5, count: 1, ...indexFields(41n) });
  const lines = script.receive("release", { view: 2, epoch: 0, ...indexFields(41n) });
  assert.deepEqual(lines, [`${toSwitch} read index=42 view=2`]);
  const notCommitted = { code: ringworldCode.notCommitted, ...indexFields(42n) };
  assert.deepEqual(
    script.receive("refused", { ...notCommitted, view: 1 }),
    [`${toSwitch} ticket view=2 request=2`],
    "a leader of the old view cannot know",
  );
  assert.deepEqual(script.receive("refused", { ...notCommitted, view: 2 }), [
    `${toSwitch} ticket view=2 count=1 request=3`,
  ]);
});

test("§3.2.3: a read asks one server, the next when there is no answer, and all when one is not sure", () => {
  const script = new Script();
  assert.deepEqual(script.read(1, 42n), [`${toSwitch} read index=42 view=1`]);
  assert.deepEqual(script.wait(), [`${toSwitch} read index=42 view=1 count=1`]);
  const data = { request: 3, tag: script.tag(3, "x"), ...indexFields(42n) };
  assert.deepEqual(script.receive("data", { ...data, code: ringworldCode.view }, "x", 2), [
    `${toSwitch} read index=42 view=1 count=255`,
  ]);
  const missing = { code: ringworldCode.missing, ...indexFields(42n) };
  const toAll = { count: readAll };
  assert.deepEqual(script.receive("data", { ...data, ...toAll, code: ringworldCode.view }, "x", 2), []);
  assert.deepEqual(script.receive("data", { ...missing, ...toAll }, "", 1), ['operation 1: entry 42 "x"']);
});

test("what servers answered before all of them were asked is no vote: they may hold the entry by now", () => {
  const script = new Script();
  script.read(1, 42n);
  const missing = { code: ringworldCode.missing, ...indexFields(42n) };
  script.receive("data", missing, "", 1);
  script.receive("data", { ...missing, count: 1 }, "", 2);
  const junk = { code: ringworldCode.view, client: 0n, tag: 0, ...indexFields(42n) };
  assert.deepEqual(script.receive("data", { ...junk, count: 2 }, "", 3), [
    `${toSwitch} read index=42 view=1 count=255`,
  ]);
  assert.deepEqual(script.receive("data", { ...junk, count: readAll }, "", 3), []);
  assert.deepEqual(script.receive("data", { ...missing, count: 1 }, "", 2), [], "late");
  const value = { request: 3, tag: script.tag(3, "x"), code: ringworldCode.view, ...indexFields(42n) };
  assert.deepEqual(script.receive("data", { ...value, count: readAll }, "x", 1), [
    'operation 1: entry 42 "x"',
  ]);
});

test("an answer whose bytes do not fit their tag is not believed", () => {
  const script = new Script();
  script.read(1, 42n);
  const data = { request: 3, tag: script.tag(3, "x"), ...indexFields(42n) };
  assert.deepEqual(script.receive("data", data, "y", 1), [`${toSwitch} read index=42 view=1 count=1`]);
  assert.deepEqual(script.receive("data", data, "x", 2), ['operation 1: entry 42 "x"']);
});

test("§2.1.1: an index beyond the tail is out of bounds, one below it is filled after a while", () => {
  const beyond = new Script();
  beyond.read(1, 42n);
  const notCommitted = { code: ringworldCode.notCommitted, ...indexFields(42n) };
  assert.deepEqual(beyond.receive("refused", notCommitted), [`${toSwitch} ticket view=1 request=1`]);
  beyond.receive("grant", { request: 1, epoch: 8, count: 0 });
  beyond.receive("release", { epoch: 8, ...indexFields(41n) });
  beyond.confirm(41n, 1, 1);
  assert.deepEqual(beyond.confirm(41n, 1, 2), ["operation 1: LOG-OUT-OF-BOUNDS"]);

  const hole = new Script({ fillAfterUs: 1_000 });
  hole.read(1, 42n);
  hole.receive("refused", notCommitted);
  hole.receive("grant", { request: 1, epoch: 8, count: 0 });
  hole.receive("release", { epoch: 8, ...indexFields(50n) });
  hole.confirm(50n, 1, 1);
  assert.deepEqual(hole.confirm(50n, 1, 2), []);
  hole.nowUs = 1_000;
  assert.deepEqual(hole.receive("refused", notCommitted), [`${toSwitch} fill index=42 view=1`]);
  assert.deepEqual(hole.receive("committed", { client: 0n, tag: 0, ...indexFields(42n) }), [
    `${toSwitch} read index=42 view=1`,
  ]);
  assert.deepEqual(hole.receive("data", { client: 0n, tag: 0, ...indexFields(42n) }, "", 1), [
    "operation 1: entry 42 junk",
  ]);
});

test("an operation without an answer ends with LOG-TIMEOUT, and leaves nothing behind", () => {
  const script = new Script({ timeoutUs: 400_000 });
  script.append(1, "a");
  script.read(2, 7n);
  script.tail(3);
  const ends: string[] = [];
  while (script.core.nextDeadlineUs() !== undefined)
    ends.push(...script.wait().filter((line) => line.startsWith("op")));
  assert.deepEqual(ends, [
    "operation 1: LOG-TIMEOUT",
    "operation 2: LOG-TIMEOUT",
    "operation 3: LOG-TIMEOUT",
  ]);
  assert.equal(script.core.appends.pending, 0);
});

test("an entry that is too large is refused before anything is sent", () => {
  const script = new Script();
  assert.deepEqual(script.append(1, "x".repeat(9_001)), ["operation 1: LOG-TOO-LARGE"]);
  assert.deepEqual(script.append(2, "x".repeat(9_000)), [`${toSwitch} ticket view=1 count=1 request=1`]);
});

test("a subscriber takes a mark of another stream for an answer, and the entry of its own", () => {
  const script = new Script();
  assert.equal(script.readOf(1, 41n, 7).length, 1);
  const own = { client: 9n, request: 3, tag: entryTag(9n, 3, new TextEncoder().encode("v")), stream: 7 };
  assert.deepEqual(script.receive("mark", { ...own, ...indexFields(41n) }, "", 1), []);
  assert.deepEqual(script.receive("feed", { ...own, ...indexFields(41n) }, "v", 1), [
    'operation 1: entry 41 "v"',
  ]);
  script.readOf(2, 42n, 7);
  const other = script.receive("mark", { ...own, stream: 8, ...indexFields(42n) }, "", 1);
  assert.deepEqual(other, ['operation 2: entry 42 ""']);
  assert.equal(script.core.statistics.withheld, 1);
});

test("a subscriber whose entry does not come after its mark reads it like anybody else", () => {
  const script = new Script();
  script.readOf(1, 41n, 7);
  const own = { client: 9n, request: 3, tag: entryTag(9n, 3, new TextEncoder().encode("v")), stream: 7 };
  script.receive("mark", { ...own, ...indexFields(41n) }, "", 1);
  assert.match(script.wait()[0] ?? "", /read index=41/);
  assert.equal(script.core.statistics.plainReads, 1);
  assert.deepEqual(script.receive("data", { ...own, ...indexFields(41n) }, "v", 1), [
    'operation 1: entry 41 "v"',
  ]);
});

test("a client that is fenced off fails what it has under way", () => {
  const script = new Script();
  script.append(1, "a");
  script.read(2, 41n);
  script.tail(3);
  script.readOf(4, 42n, 7);
  const ended = script.receive("refused", { code: ringworldCode.fenced, request: 1 });
  assert.deepEqual(
    ended.sort(),
    [1, 2, 3, 4].map((operation) => `operation ${operation}: LOG-FENCED`),
  );
  assert.equal(script.core.nextDeadlineUs(), undefined);
});

test("a reader whose log server is fenced off asks another one at once", () => {
  const script = new Script();
  const attempt = (line: string | undefined) => /count=(\d)/.exec(line ?? "")?.[1] ?? "0";
  const first = attempt(script.read(1, 41n)[0]);
  const fields = { code: ringworldCode.serverFenced, count: Number(first), ...indexFields(41n) };
  const [again] = script.receive("refused", fields);
  assert.match(again ?? "", /read index=41/);
  assert.notEqual(attempt(again), first);
});

test("what a client was told to be trimmed it does not ask for again", () => {
  const script = new Script();
  script.read(1, 41n);
  const told = { code: ringworldCode.trimmed, ...indexFields(41n) };
  assert.deepEqual(script.receive("data", told, "\0\0\0\0\0\0\0\x32", 1), ["operation 1: LOG-TRIMMED"]);
  assert.deepEqual(script.read(2, 49n), ["operation 2: LOG-TRIMMED"]);
  assert.equal(script.read(3, 50n).length, 1);
});
