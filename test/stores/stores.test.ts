import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { encodeUtf8, randomBelow, seededRandom } from "../../src/base/index.js";
import type { AppendOptions } from "../../src/ringworld/index.js";
import { checkKeyValue, History, type KeyedInput, type RegisterOutput } from "../../src/sim/index.js";
import { LogStores } from "../../src/stores/index.js";
import { MemoryLog } from "./memory-log.js";

const bytes = encodeUtf8;
const text = (value: Uint8Array | undefined) =>
  value === undefined ? undefined : Buffer.from(value).toString();

function world(seed: number, replicas: number) {
  const random = seededRandom(seed);
  const log = new MemoryLog(random);
  return { random, log, replicas: Array.from({ length: replicas }, () => new LogStores({ log, random })) };
}

function only<Item>([item]: readonly Item[]): Item {
  assert.ok(item !== undefined);
  return item;
}

describe("a replicated store", () => {
  test("gives back what was put, on every replica, until it is deleted", async () => {
    const { replicas } = world(1, 3);
    for (const writer of replicas) {
      await writer.put("colours", "sky", bytes("blue"));
      for (const reader of replicas) assert.equal(text(await reader.get("colours", "sky")), "blue");
      await writer.delete("colours", "sky");
      for (const reader of replicas) assert.equal(await reader.get("colours", "sky"), undefined);
    }
    assert.equal(await only(replicas).get("other", "sky"), undefined);
  });

  test("lists its keys, and stores do not see one another's", async () => {
    const stores = only(world(2, 1).replicas);
    for (const key of ["b", "a", "c"]) await stores.put("one", key, bytes(key));
    await stores.put("two", "z", bytes("z"));
    await stores.delete("one", "b");
    assert.deepEqual(await stores.keys("one"), ["a", "c"]);
  });

  test("keeps what it was given: the caller's bytes may change afterwards", async () => {
    const stores = only(world(3, 1).replicas);
    const value = bytes("before");
    await stores.put("s", "k", value);
    value.fill(0);
    const read = await stores.get("s", "k");
    assert.equal(text(read), "before");
    read?.fill(0);
    assert.equal(text(await stores.get("s", "k")), "before");
  });

  test("skips entries of others, whatever they hold", async () => {
    const { log, replicas } = world(4, 1);
    const stores = only(replicas);
    await log.append(bytes("not ours"), { stream: 1 });
    await log.append(Uint8Array.from([0x53, 0x54, 0x4f, 1, 9]), { stream: 1 });
    await log.append(new Uint8Array(), { stream: 2 });
    await stores.put("s", "k", bytes("v"));
    assert.equal(text(await stores.get("s", "k")), "v");
  });

  test("a transaction larger than an entry is refused, and nothing of it is written", async () => {
    const { log, replicas } = world(5, 1);
    await assert.rejects(only(replicas).put("s", "k", new Uint8Array(9_001)), { message: /STORE-TOO-LARGE/ });
    assert.equal(log.packs.length, 0);
  });

  test("histories of many replicas are linearizable", async () => {
    for (let seed = 1; seed <= 30; seed += 1) await checkHistory(seed);
  });
});

/** Random puts and gets by three replicas at once, through the checker. */
async function checkHistory(seed: number): Promise<void> {
  const { random, replicas } = world(seed, 3);
  const history = new History<KeyedInput, RegisterOutput>({ nowUs: () => 0 });
  const actor = async (stores: LogStores, replica: number) => {
    for (let step = 0; step < 12; step += 1) {
      const key = randomBelow(random, 2) === 0 ? "x" : "y";
      if (randomBelow(random, 2) === 0) {
        const value = `${replica}-${step}`;
        const call = history.call(`replica ${replica}`, { kind: "write", key, value });
        await stores.put("s", key, bytes(value));
        history.complete(call, {});
      } else {
        const call = history.call(`replica ${replica}`, { kind: "read", key });
        history.complete(call, { value: text(await stores.get("s", key)) });
      }
    }
  };
  await Promise.all(replicas.map(actor));
  assert.equal(checkKeyValue(history.operations).kind, "linearizable", `seed ${seed}`);
}

describe("a transaction over two stores (section 2.1.2)", () => {
  const accounts = ["a", "b", "c", "d"];
  const balance = (value: Uint8Array | undefined) => Number(text(value) ?? 0);

  async function open(stores: LogStores): Promise<void> {
    await stores.transaction((tx) => {
      for (const account of accounts) {
        tx.put("checking", account, bytes("100"));
        tx.put("savings", account, bytes("100"));
      }
    });
  }

  function transfer(stores: LogStores, from: string, to: string, amount: number): Promise<boolean> {
    return stores.transaction((tx) => {
      const rest = balance(tx.get("checking", from)) - amount;
      if (rest < 0) return false;
      tx.put("checking", from, bytes(String(rest)));
      tx.put("savings", to, bytes(String(balance(tx.get("savings", to)) + amount)));
      return true;
    });
  }

  function total(stores: LogStores): Promise<number> {
    return stores.transaction((tx) => {
      const values = accounts.flatMap((account) => [tx.get("checking", account), tx.get("savings", account)]);
      return values.reduce((sum, value) => sum + balance(value), 0);
    });
  }

  test("takes effect whole or not at all: money is neither made nor lost", async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { random, replicas } = world(seed, 4);
      await open(only(replicas));
      const pick = () => accounts[randomBelow(random, accounts.length)] ?? "a";
      const teller = async (stores: LogStores) => {
        for (let count = 0; count < 10; count += 1) {
          await transfer(stores, pick(), pick(), 1 + randomBelow(random, 60));
          assert.equal(await total(stores), 800);
        }
      };
      await Promise.all(replicas.map(teller));
      for (const stores of replicas) assert.equal(await total(stores), 800);
    }
  });

  test("a replica that lost its memory knows everything again from the log", async () => {
    const { log, random, replicas } = world(9, 2);
    const old = only(replicas);
    await open(old);
    for (const [from, to] of [
      ["a", "b"],
      ["b", "c"],
    ] as const)
      await transfer(old, from, to, 30);
    const rebuilt = new LogStores({ log, random });
    for (const account of accounts) {
      assert.deepEqual(await rebuilt.get("checking", account), await old.get("checking", account));
      assert.deepEqual(await rebuilt.get("savings", account), await old.get("savings", account));
    }
    assert.equal(rebuilt.position, old.position);
  });

  test("sees its own writes, and reads one moment", async () => {
    const stores = only(world(10, 1).replicas);
    const seen = await stores.transaction((tx) => {
      tx.put("s", "k", bytes("mine"));
      const first = text(tx.get("s", "k"));
      tx.delete("s", "k");
      return [first, tx.get("s", "k")];
    });
    assert.deepEqual(seen, ["mine", undefined]);
    assert.equal(await stores.get("s", "k"), undefined);
  });

  test("that keeps being overtaken ends with a coded error", async () => {
    const { log, random, replicas } = world(11, 1);
    const rival = only(replicas);
    const overtaken = {
      readPack: (index: bigint) => log.readPack(index),
      tail: () => log.tail(),
      append: async (value: Uint8Array, options?: AppendOptions) => {
        await rival.put("s", "count", bytes(String(log.packs.length)));
        return log.append(value, options);
      },
    };
    const stores = new LogStores({ log: overtaken, random, attemptsMax: 3 });
    const increment = stores.transaction((tx) => {
      tx.put("s", "count", bytes(String(balance(tx.get("s", "count")) + 1)));
    });
    await assert.rejects(increment, { message: /STORE-CONFLICT/ });
    await stores.put("s", "blind", bytes("a write without a read is never overtaken"));
  });
});
