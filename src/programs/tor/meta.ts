import { bit, metadata } from "../../dsl/index.js";
import { epochBits, laneBits, slotBits, stripeBits } from "./sizes.js";

/** What the ToR program knows of one packet. */
export const meta = metadata({
  // This switch and the port.
  view: bit(32),
  switch_ip: bit(32),
  switch_mac: bit(48),
  role: bit(8),
  trusted: bit(1),
  same_view: bit(1),
  // What is to be done: set by `classify`, changed as decisions fall.
  operation: bit(8),
  // Sequencing.
  newer: bit(1),
  token_sequence: bit(32),
  token_view: bit(32),
  acknowledged: bit(32),
  epoch: bit(32),
  epoch_age: bit(32),
  epoch_slot: bit(epochBits),
  arrivals: bit(32),
  released: bit(32),
  first: bit(32),
  base_hi: bit(32),
  base_lo: bit(32),
  addend: bit(32),
  low_before: bit(32),
  // Replication.
  stripe: bit(stripeBits),
  leads: bit(1),
  lane: bit(laneBits),
  replica_set: bit(16),
  group: bit(16),
  majority: bit(8),
  leader_ip: bit(32),
  position: bit(32),
  cursor: bit(32),
  distance: bit(32),
  moved: bit(1),
  target: bit(32),
  owner: bit(32),
  slot: bit(slotBits),
  known: bit(1),
  matches: bit(1),
  junk: bit(1),
  vote: bit(16),
  contested: bit(1),
  votes_before: bit(16),
  votes: bit(16),
  value_votes: bit(8),
  junk_votes: bit(8),
});
