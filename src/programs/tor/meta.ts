import { bit, metadata } from "../../dsl/index.js";

/** What the ToR program knows of one packet. */
export const meta = metadata({
  // This switch and the port.
  view: bit(32),
  switch_ip: bit(32),
  switch_mac: bit(48),
  role: bit(8),
  trusted: bit(1),
  /** Whether the packet comes from the host that has its source address. */
  own_address: bit(1),
  /** Whether the sender, or the log server that the packet is for, is fenced off. */
  fenced: bit(1),
  server_fenced: bit(1),
  /** Why the packet goes no further, for the counter of refusals. */
  refusal: bit(8),
  /** What the message's view and the switch's differ in: 0 when they are the same. */
  view_difference: bit(32),
  // What is to be done: set by `classify`, changed as decisions fall.
  operation: bit(8),
  // Sequencing.
  newer: bit(32),
  own_token: bit(1),
  acknowledged: bit(1),
  epoch: bit(32),
  epoch_age: bit(32),
  epoch_state: bit(2),
  arrivals: bit(32),
  place: bit(32),
  first: bit(32),
  addend: bit(32),
  low_before: bit(32),
  // Replication.
  leads: bit(1),
  lane: bit(8),
  replica_set: bit(16),
  group: bit(16),
  majority: bit(8),
  members: bit(8),
  leader_ip: bit(32),
  /** Whether the sender is a member of the index's replica set, and its bit. */
  member: bit(1),
  voter: bit(8),
  server_ip: bit(32),
  served: bit(1),
  position: bit(32),
  cursor: bit(32),
  distance: bit(32),
  standing: bit(2),
  target: bit(32),
  owner: bit(32),
  known: bit(1),
  matches: bit(1),
  junk: bit(1),
  vote: bit(16),
  contested: bit(1),
  votes: bit(16),
  fresh_votes: bit(16),
  value_quorum: bit(2),
  junk_quorum: bit(2),
});
