import { type OutgoingMessage, outgoing } from "../../src/ringworld/index.js";
import {
  indexFields,
  indexOf,
  type RingWorldCodeName,
  type RingWorldHeader,
  ringworldCode,
  ringworldKind,
} from "../../src/wire/index.js";

interface Slot {
  readonly header: RingWorldHeader;
  readonly payload: Uint8Array;
  /** The servers that hold the value, and those that hold junk. */
  readonly value: Set<number>;
  readonly junk: Set<number>;
}

const majority = 2;

/** Junk needs all servers, so that any two of them show that a value was not committed. */
const members = 3;

function isCommitted(slot: Slot | undefined): boolean {
  return slot !== undefined && (slot.value.size >= majority || slot.junk.size >= members);
}

const stripeBits = 2n;
const windowEntries = 16n;
const epochsKept = 8;

/**
 * docs/PROTOCOL.md in the plainest possible form: one switch that sequences and leads every stripe, with maps for
 * registers. It exists to try hosts against; it is slow, holds everything for ever, and knows nothing of packets.
 */
export class ReferenceSwitch {
  view = 1;
  readonly #send: (message: OutgoingMessage) => void;
  readonly #servers: readonly number[];
  readonly #hosts: readonly number[];
  readonly #slots = new Map<bigint, Slot>();
  readonly #contested = new Set<bigint>();
  readonly #cursors = new Map<bigint, bigint>();
  readonly #epochs = new Map<number, { ticket: number; count: number; base: bigint }>();
  #appends: { header: RingWorldHeader; payload: Uint8Array; ticket: number }[] = [];
  #arrivals = 0xffff_fff0;
  #released = 0xffff_fff0;
  #epoch = 0xffff_fffe;
  #tail = 0n;

  constructor(
    servers: readonly number[],
    hosts: readonly number[],
    send: (message: OutgoingMessage) => void,
  ) {
    this.#servers = servers;
    this.#hosts = hosts;
    this.#send = send;
  }

  /** The token comes by: the epoch is closed and everybody hears of it. */
  visit(): void {
    const epoch = this.#epoch;
    const count = (this.#arrivals - this.#released) >>> 0;
    const release = { ticket: this.#released, count, base: this.#tail };
    this.#epochs.set(epoch, release);
    this.#epochs.delete((epoch - epochsKept) >>> 0);
    this.#epoch = (epoch + 1) >>> 0;
    this.#released = this.#arrivals;
    this.#tail += BigInt(count);
    for (const host of this.#hosts) this.#release(host, epoch, release);
    const appends = this.#appends;
    this.#appends = [];
    for (const { header, payload, ticket } of appends) {
      const index = release.base + 1n + BigInt((ticket - release.ticket) >>> 0);
      this.#write({ ...header, ...indexFields(index), view: this.view }, payload);
    }
  }

  receive({ header, payload }: OutgoingMessage): void {
    switch (header.kind) {
      case ringworldKind.ticket:
        this.#grant(header);
        break;
      case ringworldKind.append:
        this.#appends.push({ header, payload, ticket: this.#arrivals });
        this.#arrivals = (this.#arrivals + 1) >>> 0;
        break;
      case ringworldKind.releaseQuery:
        this.#answerQuery(header);
        break;
      case ringworldKind.write:
        this.#write(header, payload);
        break;
      case ringworldKind.stored:
        this.#stored(header);
        break;
      case ringworldKind.read:
        this.#read(header);
        break;
      case ringworldKind.fill:
        this.#fill(header);
        break;
      case ringworldKind.confirm:
        this.#confirm(header);
        break;
    }
  }

  /** Everything a switch knows is lost, and a controller starts a new view above `start`, which it has settled. */
  beginView(start: bigint): void {
    this.view += 1;
    this.#epochs.clear();
    this.#appends = [];
    this.#released = this.#arrivals;
    this.#slots.clear();
    this.#contested.clear();
    this.#tail = start;
    for (let stripe = 0n; stripe < 1n << stripeBits; stripe += 1n) {
      this.#cursors.set(stripe, start < stripe ? 0n : ((start - stripe) >> stripeBits) + 1n);
    }
  }

  #confirm(header: RingWorldHeader): void {
    if (header.view !== this.view) this.#refuse(header, "view");
    else for (const server of this.#servers) this.#send(outgoing(server, "witness", header));
  }

  #grant(header: RingWorldHeader): void {
    const { count, request, client, reply_to } = header;
    const fields = { view: this.view, epoch: this.#epoch, ticket: this.#arrivals, count, request, client };
    this.#arrivals = (this.#arrivals + count) >>> 0;
    this.#send(outgoing(reply_to, "grant", fields));
  }

  #release(host: number, epoch: number, release: { ticket: number; count: number; base: bigint }): void {
    const { ticket, count, base } = release;
    this.#send(outgoing(host, "release", { view: this.view, epoch, ticket, count, ...indexFields(base) }));
  }

  #answerQuery(header: RingWorldHeader): void {
    const release = this.#epochs.get(header.epoch);
    if (release !== undefined) this.#release(header.reply_to, header.epoch, release);
    else if (header.view !== this.view || ((this.#epoch - header.epoch) | 0) > 0)
      this.#refuse(header, "epochPast");
  }

  #write(header: RingWorldHeader, payload: Uint8Array): void {
    const index = indexOf(header);
    const slot = this.#slots.get(index);
    if (header.view !== this.view) this.#refuse(header, "view");
    else if (this.#entryOf(index) < this.#cursorOf(index)) this.#refuse(header, "past");
    else if (this.#entryOf(index) >= this.#cursorOf(index) + windowEntries) this.#refuse(header, "busy");
    else if (slot !== undefined && (slot.header.tag !== header.tag || slot.junk.size >= members))
      this.#refuse(header, "conflict");
    else if (isCommitted(slot)) this.#answer(header);
    else if (slot !== undefined) this.#multicast(slot);
    else this.#open(header, payload);
  }

  #open(header: RingWorldHeader, payload: Uint8Array): void {
    const slot = { header, payload, value: new Set<number>(), junk: new Set<number>() };
    this.#slots.set(indexOf(header), slot);
    this.#multicast(slot);
  }

  #multicast({ header, payload }: Slot): void {
    for (const [at, server] of this.#servers.entries()) {
      this.#send(outgoing(server, "store", { ...header, replica: 1 << at }, payload));
    }
  }

  #stored(header: RingWorldHeader): void {
    const slot = this.#slots.get(indexOf(header));
    if (slot === undefined || slot.header.view !== header.view || isCommitted(slot)) return;
    if (header.tag === 0) slot.junk.add(header.replica);
    else if (header.tag === slot.header.tag) slot.value.add(header.replica);
    if (!isCommitted(slot)) return;
    this.#answer(header);
    const stripe = BigInt.asUintN(Number(stripeBits), indexOf(header));
    let cursor = this.#cursorOf(stripe);
    while (isCommitted(this.#slots.get((cursor << stripeBits) | stripe))) cursor += 1n;
    this.#cursors.set(stripe, cursor);
  }

  #read(header: RingWorldHeader): void {
    const index = indexOf(header);
    const isPast = this.#entryOf(index) < this.#cursorOf(index);
    if (!isPast && !isCommitted(this.#slots.get(index))) this.#refuse(header, "notCommitted");
    else {
      const code = this.#contested.has(indexOf(header)) ? 1 : 0;
      for (const [at, server] of this.#servers.entries()) {
        if (header.count !== at && header.count !== 255) continue;
        this.#send(outgoing(server, "fetch", { ...header, code, view: this.view, replica: 1 << at }));
      }
    }
  }

  #fill(header: RingWorldHeader): void {
    const index = indexOf(header);
    const slot = this.#slots.get(index);
    if (header.view !== this.view) this.#refuse(header, "view");
    else if (this.#entryOf(index) >= this.#cursorOf(index) + windowEntries) this.#refuse(header, "busy");
    else if (this.#entryOf(index) < this.#cursorOf(index) || isCommitted(slot)) this.#answer(header);
    else this.#fillSlot(header, slot);
  }

  /** Junk competes with the value; from then on one server's answer does not tell what was committed. */
  #fillSlot(header: RingWorldHeader, slot: Slot | undefined): void {
    this.#contested.add(indexOf(header));
    const junk = { ...header, tag: 0, client: 0n, request: 0 };
    const nothing = new Uint8Array(0);
    if (slot === undefined) this.#open(junk, nothing);
    else this.#multicast({ ...slot, header: junk, payload: nothing });
  }

  #answer(header: RingWorldHeader): void {
    this.#send(outgoing(header.reply_to, "committed", header));
  }

  #refuse(header: RingWorldHeader, code: RingWorldCodeName): void {
    const sequence = Number(BigInt.asUintN(32, this.#cursorOf(indexOf(header))));
    const fields = { ...header, code: ringworldCode[code], sequence, view: this.view };
    this.#send(outgoing(header.reply_to, "refused", fields));
  }

  #entryOf(index: bigint): bigint {
    return index >> stripeBits;
  }

  /** The lane's commit cursor. Index 0 does not exist, so that the first entry of stripe 0 is entry 1. */
  #cursorOf(index: bigint): bigint {
    const stripe = BigInt.asUintN(Number(stripeBits), index);
    return this.#cursors.get(stripe) ?? (stripe === 0n ? 1n : 0n);
  }
}
