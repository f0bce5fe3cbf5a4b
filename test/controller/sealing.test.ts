import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutOf, logServersOf } from "../../controller/view/layout.js";
import { Sealing } from "../../controller/view/sealing.js";
import { encodeViewRecord, type ViewRecord } from "../../controller/view/view-record.js";
import type { ServerReport } from "../../src/ringworld/index.js";
import { defaultFabric } from "./checkout.js";

const membership = { switches: ["s1", "s2"], servers: ["log-1-1"] };

/** What a log server reports of the view that it has installed; 0 for none. */
function report(installedView: number, record: Partial<ViewRecord> = {}): ServerReport {
  const nothing = { start: 0n, witness: 0n, settled: 0n, largest: 0n, trimmed: 0n };
  const layout = layoutOf(defaultFabric());
  const bytes = encodeViewRecord({ membership, layout, former: [], plan: "", ...record });
  return {
    installedView,
    owner: 1n,
    membership: installedView === 0 ? new Uint8Array(0) : bytes,
    ...nothing,
  };
}

/** Who has promised a view that the default fabric wants. */
function sealedBy(servers: readonly string[], said: (name: string) => ServerReport): Sealing {
  const sealing = new Sealing(defaultFabric());
  for (const name of servers) sealing.take(name, said(name));
  return sealing;
}

const all = logServersOf(defaultFabric());

test("a log is founded when all log servers but one say that there is none", () => {
  const fresh = () => report(0);
  assert.equal(sealedBy(all, fresh).isEnough, true);
  for (const absent of all) {
    const others = all.filter((name) => name !== absent);
    assert.equal(sealedBy(others, fresh).isEnough, true, `without ${absent}`);
  }
  assert.equal(sealedBy(all.slice(2), fresh).isEnough, false, "two may be the majority of a set");
});

test("where there is a log, majorities of its sets are enough", () => {
  const majorities = [...new Set(layoutOf(defaultFabric()).flatMap((servers) => servers.slice(0, 2)))];
  assert.equal(sealedBy(majorities, () => report(7)).isEnough, true);
  assert.equal(sealedBy(majorities.slice(1), () => report(7)).isEnough, false);
});

test("majorities of the wanted sets are not enough where the newest view has other sets", () => {
  const [first, ...others] = layoutOf(defaultFabric());
  assert.ok(first);
  const elsewhere = others.map(() => ["log-1-1", "log-1-2", "log-4-1"]);
  const layout = [first, ...elsewhere];
  const said = (name: string) => report(name === "log-3-1" ? 7 : 0, { layout });
  assert.equal(sealedBy(["log-2-1", "log-3-1"], said).isEnough, false);
  assert.equal(sealedBy(["log-2-1", "log-3-1", "log-1-1"], said).isEnough, false);
  assert.equal(sealedBy(["log-2-1", "log-3-1", "log-1-1", "log-4-1"], said).isEnough, true);
});

test("the sets that a view leaves are asked, too, until a newer record or everybody shows that it is in force", () => {
  const layout = layoutOf(defaultFabric()).map(() => ["log-1-1", "log-2-1", "log-3-1"]);
  const former = [["log-1-2", "log-2-2", "log-3-2"]];
  const moving = report(7, { layout, former });
  const seal = (bearers: readonly string[], others: readonly string[] = [], last = moving) =>
    sealedBy([...bearers, ...others], (name) =>
      bearers.includes(name) ? last : report(6, { layout: former }),
    );
  assert.equal(seal(["log-1-1", "log-2-1"]).isEnough, false, "a newer view may be at the former set");
  assert.equal(seal(["log-1-1", "log-2-1"], ["log-1-2", "log-2-2"]).isEnough, true);
  assert.equal(
    seal(["log-1-1", "log-2-1"], [], report(7, { layout })).isEnough,
    true,
    "the record is closed",
  );
  const both = seal(["log-1-1", "log-2-1", "log-1-2", "log-2-2"]);
  assert.deepEqual(both.ancestor?.record?.former, [], "it is in force");
});
