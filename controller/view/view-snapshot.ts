import type { LayoutSnapshot, RingSnapshot, SwitchSnapshot } from "../ring/snapshot.js";

/** A switch as its P4Runtime connection shows it. */
export interface KnownSwitch {
  connected: boolean;
  /** What the cookie of its pipeline says (`viewMark`); 0 for nothing. */
  mark: bigint;
  problem: string;
  connectedAtUs: number;
}

/** What a controller knows: of the ring that it serves, if it does, and of every switch of the fabric. */
export function viewSnapshot(
  ring: Omit<RingSnapshot, "replicatedIndex" | "layout"> | undefined,
  replicatedIndex: bigint,
  layout: LayoutSnapshot,
  switches: ReadonlyMap<string, KnownSwitch>,
  isChanging: boolean,
): RingSnapshot {
  const shown = [...switches].map(([name, known]): SwitchSnapshot => {
    const inRing = ring?.switches.find((each) => each.name === name);
    return known.connected && inRing !== undefined ? inRing : outside(name, known);
  });
  const none = { view: 0, order: [], hops: 0, laps: 0, lastIndex: 0n, committedIndex: 0n };
  return {
    ...none,
    ...ring,
    replicatedIndex,
    layout: { ...layout, isSettled: layout.isSettled && !isChanging },
    serving: !isChanging && (ring?.serving ?? false),
    switches: shown,
  };
}

function outside(name: string, { connected, problem }: KnownSwitch): SwitchSnapshot {
  const state = connected ? "starting" : "unreachable";
  return { name, state, lanes: [], ...(connected ? {} : { problem }) };
}
