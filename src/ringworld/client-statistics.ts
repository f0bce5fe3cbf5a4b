import { Histogram } from "../base/index.js";

/** What a log client has done so far. */
export class ClientStatistics {
  readonly appendLatencyUs = new Histogram();
  readonly readLatencyUs = new Histogram();
  readonly tailLatencyUs = new Histogram();
  /** Packs of appends that were committed: indices that they took. */
  packs = 0;
  /** Messages sent again because no answer came. */
  retries = 0;
  /** Indices refused as outside the leader's window. */
  busy = 0;
  /** Packs of appends that had to take another index: theirs was filled, or given in a view that has ended. */
  replaced = 0;
  /** Requests to fill an index with junk. */
  fills = 0;
  /** Reads that a majority of the replica set had to decide. */
  majorityReads = 0;
  /** Entries that a subscriber had to read like anybody else. */
  plainReads = 0;
  /** Entries that the switch kept from a subscriber, or could have. */
  withheld = 0;
  /** Releases asked for again. */
  releaseQueries = 0;
  /** Ticket requests sent, each for one or many indices. */
  ticketRequests = 0;
  /** Operations that failed. */
  failures = 0;
}
