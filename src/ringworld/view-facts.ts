import type { RecordPosition } from "../io/index.js";
import { indexOf, type RingWorldKindName, ringworldCode, ringworldKind } from "../wire/index.js";
import { factRecord, type LogRecord, recordKind } from "./log-record.js";
import type { LogServerEffect, Persist } from "./log-server-effect.js";
import { replyTo, send } from "./log-server-replies.js";
import type { Message } from "./message.js";
import { viewDistance } from "./newest-view.js";
import { encodeServerReport, installOption } from "./server-report.js";

const nothing = new Uint8Array(0);

/** The kinds of messages that bring a report. */
const reportKinds: ReadonlyMap<number, RingWorldKindName> = new Map([
  [ringworldKind.seal, "sealed"],
  [ringworldKind.survey, "surveyed"],
]);

/** The view whose entries a log server takes. */
interface Installed {
  readonly view: number;
  readonly owner: bigint;
  readonly start: bigint;
  readonly position: RecordPosition;
}

/** What a report tells of entries. */
export interface EntryFacts {
  /** The largest index that has an entry. */
  readonly largest: bigint;
  /** Every index below this one is trimmed. */
  readonly trimmed: bigint;
}

/**
 * What a log server has promised and learnt about views (docs/PROTOCOL.md, Views). A fact counts for others when it is
 * durable; a promise binds the server itself from the moment it is asked for.
 */
export class ViewFacts {
  readonly #entries: () => EntryFacts;
  #promised = { view: 0, owner: 0n };
  #installed: Installed | undefined;
  #witness = 0n;
  /** The largest tail that was ever asked to be witnessed: its record may still be on its way. */
  #askedWitness = 0n;
  #settled = 0n;
  /** The newest view whose record was asked to be closed: it may still be on its way. */
  #closingView = 0;

  constructor(entries: () => EntryFacts) {
    this.#entries = entries;
  }

  /** Everything of an older view is refused. */
  get promisedView(): number {
    return this.#promised.view;
  }

  /** Every index up to here is known to be committed. */
  get settled(): bigint {
    return this.#settled;
  }

  /** Whether a view is the one that is installed, and no newer one was promised. */
  serves(view: number): boolean {
    return view === this.#promised.view && view === this.#installed?.view;
  }

  /** Whether an entry of a view, sent by its leader, is taken. */
  takes(view: number, index: bigint): boolean {
    return this.serves(view) && index > (this.#installed?.start ?? 0n);
  }

  /** Takes in a durable fact: found in storage, or just written there. */
  learn(record: LogRecord, position: RecordPosition): void {
    const index = indexOf(record);
    const isPromise = record.kind === recordKind.seal || record.kind === recordKind.install;
    if (isPromise && viewDistance(this.#promised.view, record.view) >= 0) {
      this.#promised = { view: record.view, owner: record.client };
    }
    const isInstall = record.kind === recordKind.install;
    if (isInstall && viewDistance(this.#installed?.view ?? 0, record.view) >= 0) {
      this.#installed = { view: record.view, owner: record.client, start: index, position };
    }
    if (record.kind === recordKind.witness && index > this.#witness) this.#witness = index;
    if (record.kind === recordKind.settled && index > this.#settled) this.#settled = index;
    // Only what is committed is ever trimmed.
    if (record.kind === recordKind.trim && index > this.#settled + 1n) this.#settled = index - 1n;
  }

  /** Handles `seal`: a view is promised to one owner only. */
  seal(message: Message): readonly LogServerEffect[] {
    const { view, client: owner } = message.header;
    const ahead = viewDistance(this.#promised.view, view);
    if (ahead < 0 || (ahead === 0 && this.#promised.owner !== owner)) return [this.refuse(message, "sealed")];
    this.#promised = { view, owner };
    return [{ kind: "persist", record: this.#record("seal", message), value: nothing, question: message }];
  }

  /** Handles `install`. Only the owner of a view knows where it begins. */
  install(message: Message): readonly LogServerEffect[] {
    const { view, client: owner } = message.header;
    const ahead = viewDistance(this.#promised.view, view);
    if (ahead < 0 || (ahead === 0 && this.#promised.owner !== owner))
      return [this.refuse(message, "installed")];
    // Who installs a view owns it: a server that was away while it was promised follows.
    this.#promised = { view, owner };
    const reply = replyTo(message, "installed");
    // A copy that was late must not take the place of what the record became.
    if (message.header.code === installOption.closing) this.#closingView = view;
    else if (view === this.#installed?.view) return [send(reply)];
    else if (view === this.#closingView) return [];
    return [
      { kind: "persist", record: this.#record("install", message), value: message.payload.slice(), reply },
    ];
  }

  /** Handles `survey`: a report without a promise. */
  survey(message: Message): readonly LogServerEffect[] {
    const bound = indexOf(message.header);
    const report = this.report(message);
    if (bound <= this.#settled) return report;
    this.#settled = bound;
    const record = factRecord("settled", message.header.view, bound, 0n);
    return [{ kind: "persist", record, value: nothing }, ...report];
  }

  /**
   * Handles `witness`: no newer view has been promised, and a later one will begin at or above this tail. Silence is
   * the answer to any other view: a promise alone is no view yet, and clients must not hear of it.
   */
  confirm(message: Message): readonly LogServerEffect[] {
    const index = indexOf(message.header);
    if (!this.serves(message.header.view)) return [];
    const reply = replyTo(message, "confirmed");
    if (index <= this.#witness) return [send(reply)];
    if (index > this.#askedWitness) this.#askedWitness = index;
    return [{ kind: "persist", record: this.#record("witness", message), value: nothing, reply }];
  }

  /**
   * All facts once more, for a storage that is about to lose its oldest records; `membership` is that of the install,
   * undefined when there is none.
   */
  copies(membership: Uint8Array | undefined): readonly Persist[] {
    const { view: promised, owner: promisedTo } = this.#promised;
    const { view = 0, owner = 0n, start = 0n } = this.#installed ?? {};
    const copy = (record: LogRecord, value: Uint8Array = nothing): Persist => ({
      kind: "persist",
      record,
      value,
    });
    return [
      ...(membership === undefined ? [] : [copy(factRecord("install", view, start, owner), membership)]),
      copy(factRecord("seal", promised, 0n, promisedTo)),
      copy(factRecord("witness", promised, largest(this.#witness, this.#askedWitness), 0n)),
      copy(factRecord("settled", promised, this.#settled, 0n)),
    ];
  }

  /** Where the record of the installed view is; undefined when there is none. */
  get installedAt(): RecordPosition | undefined {
    return this.#installed?.position;
  }

  /** What is known, as the answer to a message; the membership has to be read first. */
  report(message: Message): readonly LogServerEffect[] {
    const { position } = this.#installed ?? {};
    return position === undefined
      ? [this.reportWith(message, nothing)]
      : [{ kind: "load", position, message }];
  }

  /** The report, once the membership is at hand. */
  reportWith(message: Message, membership: Uint8Array): LogServerEffect {
    const { view = 0, owner = 0n, start = 0n } = this.#installed ?? {};
    const { largest, trimmed } = this.#entries();
    const facts = { installedView: view, owner, start, membership, largest, trimmed };
    const payload = encodeServerReport({ ...facts, witness: this.#witness, settled: this.#settled });
    const kind = reportKinds.get(message.header.kind) ?? "surveyed";
    const promised = kind === "surveyed" ? { view: this.#promised.view } : {};
    return send(replyTo(message, kind, promised, payload));
  }

  /** Tells the owner of an older view, or a second owner of this one, of the promise. */
  refuse(message: Message, kind: RingWorldKindName): LogServerEffect {
    const fields = { view: this.#promised.view, code: ringworldCode.view };
    return send(replyTo(message, kind, fields));
  }

  #record(kind: "seal" | "install" | "witness", { header }: Message): LogRecord {
    return factRecord(kind, header.view, indexOf(header), header.client);
  }
}

function largest(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
