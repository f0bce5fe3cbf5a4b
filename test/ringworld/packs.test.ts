import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { recycle, seededRandom, takeMemory } from "../../src/base/index.js";
import {
  type ClientConfig,
  ClientCore,
  type ClientEffect,
  DuplicateFilter,
  entriesOf,
  entryTag,
  fitsOnePack,
  type Message,
  outgoing,
  type Pack,
  packEntries,
  rackHost,
  readEntries,
  unpackEntries,
} from "../../src/ringworld/index.js";
import { packOf } from "../../src/ringworld/pack-of-message.js";
import {
  entryBytesMax,
  indexFields,
  type RingWorldHeader,
  type RingWorldKindName,
} from "../../src/wire/index.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array) => new TextDecoder().decode(value);

test("what is put together comes apart again, and one alone is its own payload", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }), (values) => {
      const packed = packEntries(values);
      assert.deepEqual(unpackEntries(packed), values);
      assert.equal(packed.entries, values.length === 1 ? 0 : values.length);
    }),
  );
  const alone = bytes("alone");
  assert.equal(packEntries([alone]).payload, alone);
});

test("a value that was appended alone stays its caller's, wherever its memory came from", () => {
  const core = new ClientCore(rackHost(1, 9), seededRandom(1), { mode: "recirculate" });
  const value = takeMemory(entryBytesMax).fill(7);
  const [sent] = core.append(1, value, 0, 0);
  assert.equal(sent?.kind, "send");
  const committed = outgoing(0, "committed", { ...sent.message.header, ...indexFields(5n) });
  const [ended] = core.step({ ...committed, source: 0 }, 1);
  assert.equal(ended?.kind, "appended");
  assert.notEqual(takeMemory(entryBytesMax).buffer, value.buffer);
  recycle(value);
});

test("any bytes from anybody are a pack or none, and never an error", () => {
  const message = fc.record({ entries: fc.integer({ min: 0, max: 0xffff }), payload: fc.uint8Array() });
  fc.assert(
    fc.property(message, ({ entries, payload }) => {
      const values = unpackEntries({ entries, payload });
      if (values === undefined) return;
      assert.equal(values.length, Math.max(1, entries));
      const inside = values.reduce((sum, value) => sum + value.length, 0);
      assert.equal(inside + (entries === 0 ? 0 : 2 * entries), payload.length);
    }),
  );
  assert.equal(unpackEntries({ entries: 2, payload: Uint8Array.of(0, 1, 7) }), undefined);
  assert.equal(unpackEntries({ entries: 1, payload: Uint8Array.of(0, 1, 7, 8) }), undefined);
  assert.equal(unpackEntries({ entries: 0xffff, payload: Uint8Array.of(0xff) }), undefined);
});

function data(entries: number, payload: Uint8Array, changes: Partial<RingWorldHeader> = {}): Message {
  const own = { ...indexFields(7n), client: 9n, request: 3, stream: 2, entries };
  const tag = entryTag(9n, 3, payload, entries);
  return { ...outgoing(0, "data", { ...own, tag, ...changes }, payload), source: 0 };
}

test("a pack that was damaged on the way is nothing; one that its client spoiled reads as malformed", () => {
  const { entries, payload } = packEntries([bytes("a"), bytes("bc")]);
  assert.deepEqual(packOf(data(entries, payload))?.values.map(text), ["a", "bc"]);
  assert.equal(
    packOf(data(entries, payload, { entries: 0 })),
    undefined,
    "the number of entries is in the tag",
  );
  assert.equal(
    packOf(data(entries, payload.with(2, 0x41), { tag: entryTag(9n, 3, payload, entries) })),
    undefined,
  );
  const spoiled = packOf(data(3, payload));
  assert.equal(spoiled?.malformed, true);
  assert.deepEqual(spoiled?.values, [payload]);
});

test("readers get the entries of an index by place, and of two copies of a pack the first", async () => {
  const pack = (index: bigint, request: number, ...values: string[]): Pack => {
    return { index, client: 5n, request, stream: 0, values: values.map(bytes), junk: false };
  };
  const log = [
    pack(1n, 1, "a", "b", "c"),
    pack(2n, 1, "a", "b", "c"),
    { ...pack(3n, 2, "?"), malformed: true as const },
    pack(4n, 3, "d"),
  ];
  const source = {
    tail: async () => BigInt(log.length),
    readPack: async (index: bigint) => log[Number(index) - 1] ?? pack(index, 0),
  };
  const seen: string[] = [];
  for await (const { index, place, value } of readEntries(source, { filter: new DuplicateFilter() })) {
    seen.push(`${index}.${place} ${text(value)}`);
  }
  assert.deepEqual(seen, ["1.0 a", "1.1 b", "1.2 c", "4.0 d"]);
});

interface SentPack {
  readonly header: RingWorldHeader;
  readonly values: readonly string[];
}

/** A client that appends in the switch, with what it has sent and how its operations ended. */
class Client {
  readonly core: ClientCore;
  readonly sent: SentPack[] = [];
  readonly ended: string[] = [];
  #operations = 0;
  nowUs = 0;

  constructor(config: Partial<ClientConfig> = {}) {
    const settings: Partial<ClientConfig> = { mode: "recirculate", partialPacksMax: 2, ...config };
    this.core = new ClientCore(rackHost(1, 9), seededRandom(1), settings);
  }

  append(value: string, stream = 0): void {
    this.together([value], stream);
  }

  together(values: readonly string[], stream = 0): void {
    this.#operations += 1;
    this.#take(this.core.appendTogether(this.#operations, values.map(bytes), stream, this.nowUs));
  }

  answer(kind: RingWorldKindName, fields: Partial<RingWorldHeader>): void {
    const header = { view: 1, client: this.core.client, ...fields };
    this.#take(this.core.step({ ...outgoing(0, kind, header), source: 0 }, this.nowUs));
  }

  /** The pack that was sent as number `at` is committed. */
  commit(at: number, index: bigint): void {
    const header = this.sent[at]?.header;
    assert.ok(header);
    const message = { ...outgoing(0, "committed", { ...header, ...indexFields(index) }), source: 0 };
    this.#take(this.core.step(message, this.nowUs));
  }

  /** Goes to a time. */
  wait(untilUs: number): void {
    for (;;) {
      const nextUs = this.core.nextDeadlineUs();
      if (nextUs === undefined || nextUs > untilUs) break;
      this.nowUs = nextUs;
      this.#take(this.core.tick(nextUs));
    }
    this.nowUs = untilUs;
  }

  #take(effects: readonly ClientEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "send") {
        const { header, payload } = effect.message;
        const values = unpackEntries({ entries: header.entries, payload }) ?? [];
        this.sent.push({ header, values: values.map(text) });
      } else if (effect.kind === "appended") {
        this.ended.push(`${effect.operation} at ${effect.index}.${effect.place}`);
      } else if (effect.kind === "failed") this.ended.push(`${effect.operation} ${effect.error.code}`);
    }
  }

  get values(): readonly string[] {
    return this.sent.map(({ values }) => values.join());
  }
}

test("what finds little under way goes at once and alone; what waits goes together, each with a place of its own", () => {
  const client = new Client();
  for (const value of ["a", "b", "c", "d", "e"]) client.append(value);
  assert.deepEqual(client.values, ["a", "b"]);
  client.commit(0, 5n);
  assert.deepEqual(client.values, ["a", "b", "c,d,e"]);
  client.commit(2, 6n);
  assert.deepEqual(client.ended, ["1 at 5.0", "3 at 6.0", "4 at 6.1", "5 at 6.2"]);
});

test("a full pack waits for nobody", () => {
  const client = new Client({ packEntriesMax: 3 });
  for (const value of ["a", "b", "c", "d", "e", "f", "g"]) client.append(value);
  assert.deepEqual(client.values, ["a", "b", "c,d,e"]);
  const large = "x".repeat(entryBytesMax);
  client.append(large);
  assert.deepEqual(client.values.slice(3), ["f,g", large], "what does not fit goes by itself");
});

test("without packing every append goes alone, as many at once as the window allows", () => {
  const client = new Client({ packEntriesMax: 1, appendsMax: 3 });
  for (const value of ["a", "b", "c", "d"]) client.append(value);
  assert.deepEqual(client.values, ["a", "b", "c"]);
  client.commit(1, 1n);
  assert.deepEqual(client.values, ["a", "b", "c", "d"]);
});

test("a pack is of one stream, and streams take turns", () => {
  const client = new Client({ appendsMax: 1 });
  client.append("first", 1);
  for (const [value, stream] of [
    ["a1", 1],
    ["a2", 2],
    ["b1", 1],
    ["b2", 2],
  ] as const)
    client.append(value, stream);
  client.commit(0, 1n);
  client.commit(1, 2n);
  client.commit(2, 3n);
  assert.deepEqual(client.values, ["first", "a1,b1", "a2,b2"]);
  assert.deepEqual(
    client.sent.map(({ header }) => header.stream),
    [1, 1, 2],
  );
});

test("a pack that is sent again is the same, whoever gave up meanwhile and whatever was appended since", () => {
  const client = new Client({ appendsMax: 1, timeoutUs: 250_000, retryInitialUs: 100_000 });
  client.append("first");
  client.append("a");
  client.wait(1_000);
  client.append("b");
  client.commit(0, 1n);
  client.append("c");
  client.wait(250_500);
  assert.ok(client.sent.length > 2, "it was sent again");
  const [, first, ...again] = client.sent;
  assert.deepEqual(first?.values, ["a", "b"]);
  for (const each of again) {
    assert.deepEqual(each.values, ["a", "b"]);
    assert.deepEqual([each.header.tag, each.header.request], [first?.header.tag, first?.header.request]);
  }
  client.commit(1, 2n);
  assert.deepEqual(client.ended, ["1 at 1.0", "2 LOG-TIMEOUT", "3 at 2.1"]);
});

test("nothing joins a pack that has asked for its index: it could stand before what ended before it began", () => {
  const client = new Client({ mode: "ticket", partialPacksMax: 1 });
  client.append("a");
  client.append("b");
  client.answer("grant", { request: 1, epoch: 4, ticket: 9, count: 1 });
  client.append("c");
  client.answer("release", { epoch: 4, ticket: 9, count: 1, ...indexFields(20n) });
  assert.deepEqual(client.values.at(-1), "a");
  client.commit(client.sent.length - 1, 21n);
  client.answer("grant", { request: 2, epoch: 5, ticket: 10, count: 1 });
  client.answer("release", { epoch: 5, ticket: 10, count: 1, ...indexFields(21n) });
  assert.deepEqual(client.values.at(-1), "b,c");
});

test("values that are to stand together do, at places one behind the other", () => {
  const client = new Client({ packEntriesMax: 1, appendsMax: 1 });
  client.append("first");
  client.together(["a", "b", "c"]);
  client.together([]);
  client.together(Array.from({ length: 9 }, () => "x".repeat(1000)));
  client.commit(0, 1n);
  client.commit(1, 2n);
  assert.deepEqual(client.values, ["first", "a,b,c"]);
  assert.deepEqual(client.ended.sort(), ["1 at 1.0", "2 at 2.0", "3 LOG-EMPTY", "4 LOG-TOO-LARGE"].sort());
  assert.equal(fitsOnePack(9, 9 * 1002, 9000), false);
  assert.equal(fitsOnePack(9, 9000, 9000), true);
  assert.equal(fitsOnePack(1, entryBytesMax + 2, 9000), true);
});

test("entries of a pack share its client, request and stream", () => {
  const pack: Pack = {
    index: 4n,
    client: 5n,
    request: 6,
    stream: 7,
    values: [bytes("a"), bytes("b")],
    junk: false,
  };
  const shared = { index: 4n, client: 5n, request: 6, stream: 7, junk: false };
  assert.deepEqual(entriesOf(pack), [
    { ...shared, place: 0, value: bytes("a") },
    { ...shared, place: 1, value: bytes("b") },
  ]);
});
