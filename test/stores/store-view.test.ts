import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeUtf8 } from "../../src/base/index.js";
import type { LogPosition } from "../../src/ringworld/index.js";
import { decodeRecord, encodeRecord, type TransactionRecord } from "../../src/stores/record.js";
import { StoreView } from "../../src/stores/store-view.js";

const account = { store: "bank", key: "ann" };
const nobody: LogPosition = { index: 0n, place: 0 };

/** A transaction that saw the account as it was at a position, and writes it. */
function transaction(version: LogPosition, value: string): TransactionRecord {
  const reads = [{ ...account, version }];
  const writes = [{ ...account, value: encodeUtf8(value) }];
  return { writer: 1n, sequence: 1, reads, writes };
}

test("transactions of one pack see each other: what was read before the last of them is stale", () => {
  const view = new StoreView();
  const at = (place: number): LogPosition => ({ index: 5n, place });
  const [first, second, third] = [at(0), at(1), at(2)];
  assert.equal(view.apply(first, transaction(nobody, "10")), true);
  assert.equal(view.apply(second, transaction(first, "20")), true);
  assert.equal(view.apply(third, transaction(first, "11")), false);
  assert.deepEqual(view.read(account), { value: encodeUtf8("20"), version: second });
});

test("a record keeps the place of what it read", () => {
  const record = transaction({ index: 2n ** 63n, place: 65_535 }, "10");
  assert.deepEqual(decodeRecord(encodeRecord(record)), record);
});
