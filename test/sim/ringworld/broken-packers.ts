import {
  ClientCore,
  type ClientEffect,
  entryTag,
  type Message,
  type PackedEntries,
  packEntries,
  unpackEntries,
} from "../../../src/ringworld/index.js";
import { type RingWorldHeader, ringworldKind } from "../../../src/wire/index.js";

type Sent = Extract<ClientEffect, { kind: "send" }>;
type Appended = Extract<ClientEffect, { kind: "appended" }>;

/** What another pack is sent as. */
interface Disguise extends PackedEntries {
  readonly tag: number;
}

/** A client core of which a test changes what it does, and what it takes for its own. */
abstract class BrokenCore extends ClientCore {
  /** Tags of packs that this core does not know, by request, and its own tags for them. */
  readonly #tags = new Map<string, number>();

  /** Changes effects that belong to one call. */
  protected abstract spoil(effects: readonly ClientEffect[], nowUs: number): readonly ClientEffect[];

  override appendTogether(...[operation, values, stream, nowUs]: Parameters<ClientCore["appendTogether"]>) {
    return this.spoil(super.appendTogether(operation, values, stream, nowUs), nowUs);
  }

  override step(message: Message, nowUs: number): readonly ClientEffect[] {
    const { header } = message;
    const tag = this.#tags.get(`${header.request} ${header.tag}`) ?? header.tag;
    const isAnswer = header.kind === ringworldKind.committed || header.kind === ringworldKind.refused;
    const isOwn = isAnswer && header.client === this.client;
    const known = isOwn ? { ...message, header: { ...header, tag } } : message;
    return this.spoil(super.step(known, nowUs), nowUs);
  }

  override tick(nowUs: number): readonly ClientEffect[] {
    return this.spoil(super.tick(nowUs), nowUs);
  }

  /** Another pack under the same request. */
  protected disguise(header: RingWorldHeader, values: readonly Uint8Array[]): Disguise {
    const { entries, payload } = packEntries(values);
    const tag = entryTag(this.client, header.request, payload, entries);
    this.#tags.set(`${header.request} ${tag}`, header.tag);
    return { entries, payload, tag };
  }
}

function wear({ message }: Sent, { entries, payload, tag }: Disguise): Sent {
  const header = { ...message.header, entries, tag, length: payload.length };
  return { kind: "send", message: { ...message, header, payload } };
}

function isPackSent(effect: ClientEffect): effect is Sent {
  if (effect.kind !== "send") return false;
  const { kind } = effect.message.header;
  return kind === ringworldKind.append || kind === ringworldKind.write;
}

function isAppended(effect: ClientEffect): effect is Appended {
  return effect.kind === "appended";
}

/** Tells the callers of a pack each other's places. */
export class MixedPlaces extends BrokenCore {
  protected override spoil(effects: readonly ClientEffect[]): readonly ClientEffect[] {
    const places = effects.filter(isAppended).map(({ place }) => place);
    return effects.map((effect) => (isAppended(effect) ? { ...effect, place: places.pop() ?? 0 } : effect));
  }
}

/** Makes up a pack anew whenever it is sent again: its last entry is gone. */
export class ForgetfulRetry extends BrokenCore {
  readonly #sent = new Set<number>();

  protected override spoil(effects: readonly ClientEffect[]): readonly ClientEffect[] {
    return effects.map((effect) => (isPackSent(effect) ? this.#send(effect) : effect));
  }

  #send(effect: Sent): Sent {
    const { header } = effect.message;
    const values = unpackEntries({ entries: header.entries, payload: effect.message.payload }) ?? [];
    if (!this.#sent.has(header.request) || values.length < 2) {
      this.#sent.add(header.request);
      return effect;
    }
    return wear(effect, this.disguise(header, values.slice(0, -1)));
  }
}

/** Packs what belongs to different streams. */
export class OneStream extends ClientCore {
  override appendTogether(...[operation, values, , nowUs]: Parameters<ClientCore["appendTogether"]>) {
    return super.appendTogether(operation, values, 1, nowUs);
  }
}
