/** What must hold in every run of RingWorld; each rule has one checker. */
export type Rule =
  /** An acknowledged append is gone, or something else stands at its index. */
  | "append-lost"
  /** An append was acknowledged before a majority of its replica set held it durably. */
  | "append-not-durable"
  /** An index had two values. */
  | "two-values"
  /** An append that began after another had ended has a smaller index, or two have the same. */
  | "index-order"
  /** A tail fell behind an earlier tail or a completed append. */
  | "tail-back"
  /** A commit cursor moved back within a view. */
  | "cursor-back"
  /** A commit cursor passed an index that no majority holds. */
  | "cursor-hole"
  /** An acknowledged append is missing at a log server long after the faults were over. */
  | "not-everywhere"
  /** Everything up to the tail is committed, and a commit cursor does not get there. */
  | "cursor-stuck"
  /** Nothing went wrong, and still there was a second view. */
  | "view-unneeded"
  /** Two tokens of one view were alive. */
  | "two-tokens"
  /** The readers of the log saw an append twice. */
  | "append-twice"
  /** Something is gone that nobody trimmed, or was trimmed before it was committed. */
  | "trimmed-too-much"
  /** What a client was told to be trimmed came back. */
  | "trim-undone"
  /** An entry stands in a stream that it was not appended to, or was kept from a reader of its own. */
  | "wrong-stream"
  /** A request reached a log server that is fenced off, or its answer left its rack. */
  | "fence-leaks"
  /** A request for a log server that is fenced off vanished, and who sent it was not told. */
  | "fence-silent"
  /** No order of the operations explains what the clients saw. */
  | "not-linearizable"
  /** The faults were over and still something did not finish. */
  | "not-finished"
  /** The faults were over, and a changed fabric did not come into force. */
  | "layout-stuck"
  /** An operation failed though nothing in this world is a reason to. */
  | "operation-failed"
  /** A part of the system stopped on one of its own assertions. */
  | "assertion";

/** Something that must never happen has happened. */
export interface Violation {
  readonly rule: Rule;
  /** When it was noticed; true time. */
  readonly atUs: number;
  readonly detail: string;
}

/** Told of a violation as soon as it is noticed. */
export type Report = (rule: Rule, detail: string) => void;
