import { type Random, randomBelow } from "../../../src/base/index.js";
import type { KeyMatch, TableKey } from "../../../src/switch/model/index.js";
import type { SwitchState } from "../../../src/switch/state/state.js";
import type { TableState } from "../../../src/switch/state/table.js";

const ENTRIES = 12;
const PORTS = 16;

/** A value as packets have them: mostly small, sometimes anything. */
function randomValue(random: Random, width: number): bigint {
  const small = BigInt(randomBelow(random, 16));
  const value =
    randomBelow(random, 4) === 0 ? BigInt(random.nextUint32()) * BigInt(random.nextUint32()) : small;
  return BigInt.asUintN(width, value);
}

function randomMatch(random: Random, { kind, width }: TableKey): KeyMatch {
  const value = randomValue(random, width);
  switch (kind) {
    case "exact":
      return { kind, value };
    case "lpm": {
      const prefixLength = randomBelow(random, width + 1);
      const cut = BigInt(width - prefixLength);
      return { kind, value: (value >> cut) << cut, prefixLength };
    }
    case "ternary": {
      const mask = randomBelow(random, 3) === 0 ? 0n : randomValue(random, width) | 1n;
      return { kind, value: value & mask, mask };
    }
    case "range": {
      const other = randomValue(random, width);
      return { kind, low: value < other ? value : other, high: value < other ? other : value };
    }
  }
}

function randomCall(random: Random, state: SwitchState, table: TableState) {
  const action = table.table.actions[randomBelow(random, table.table.actions.length)] ?? 0;
  const parameters = state.program.actions[action]?.parameters ?? [];
  return { action, data: parameters.map(({ width }) => randomValue(random, width)) };
}

function fillTable(random: Random, state: SwitchState, table: TableState): void {
  if (!table.table.defaultIsConstant) table.setDefault(randomCall(random, state, table));
  if (table.table.entriesAreConstant || table.table.keys.length === 0) return;
  if (table.table.profile !== undefined) return;
  for (let index = 0; index < ENTRIES; index++) {
    const matches = table.table.keys.map((key) => randomMatch(random, key));
    const rank = 1 + randomBelow(random, 8);
    if (table.find(matches, rank) !== undefined) continue;
    table.insert(
      {
        matches,
        rank,
        target: { kind: "call", call: randomCall(random, state, table) },
        idleTimeoutNs: 0n,
        metadata: new Uint8Array(),
        controllerMetadata: 0n,
      },
      0,
    );
  }
}

/** Fills tables, multicast groups and clone sessions; the same seed fills them the same way. */
export function fillRandomly(random: Random, state: SwitchState): void {
  for (const table of state.tables) fillTable(random, state, table);
  const replicas = () =>
    Array.from({ length: 1 + randomBelow(random, 3) }, (_, instance) => ({
      port: randomBelow(random, PORTS),
      instance,
    }));
  for (let id = 1; id < 16; id++) {
    state.replication.groups.set(id, replicas());
    state.replication.sessions.set(id, { replicas: replicas(), classOfService: 0, packetLengthBytes: 0 });
  }
}
