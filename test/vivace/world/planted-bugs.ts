import type { Storage } from "../../../src/io/index.js";
import {
  answer,
  decodeRmwValue,
  decodeSurvey,
  encodeRecord,
  encodeRmwValue,
  encodeSurvey,
  keyText,
  type OutgoingMessage,
  RecentStamps,
  type RecordKindName,
  type ReplicaCore,
  type ReplicaEffect,
  recordKind,
} from "../../../src/vivace/index.js";
import {
  answerKind,
  decodeUdpDatagram,
  decodeVivace,
  encodeUdpDatagram,
  encodeVivace,
  type VivaceKindName,
  type VivaceMessage,
  vivaceKind,
  vivaceVerdict,
} from "../../../src/wire/index.js";
import type { ChangeFrame, StepReplica, Tampering } from "./machines.js";

// Bugs to plant, each as a change of what comes to a machine, leaves it, or is stored there.

type Step = NonNullable<Tampering["step"]>;
type Change = (message: VivaceMessage) => VivaceMessage;

const isOf = ({ kind }: VivaceMessage, names: readonly VivaceKindName[]) =>
  names.some((name) => vivaceKind[name] === kind);

/** Notes for each replica life and key. */
class Notes<Note> {
  readonly #byCore = new WeakMap<ReplicaCore, Map<string, Note>>();

  of(core: ReplicaCore): Map<string, Note> {
    const notes = this.#byCore.get(core) ?? new Map<string, Note>();
    this.#byCore.set(core, notes);
    return notes;
  }
}

/** Changes what a replica answers, now or when something is durable. */
function answering(effects: readonly ReplicaEffect[], change: Change): readonly ReplicaEffect[] {
  const changed = (sent: OutgoingMessage) => ({ ...sent, message: change(sent.message) });
  return effects.map((effect) => {
    if (effect.kind === "send") return { ...effect, message: changed(effect.message) };
    if (effect.kind === "persist")
      effect.afterwards.splice(0, Number.POSITIVE_INFINITY, ...effect.afterwards.map(changed));
    return effect;
  });
}

/** A duplicate as printed in the paper: it finds no buffered value any more and sets the value to ⊥. */
export function eraseOnDuplicate(kind: VivaceKindName): Step {
  const newest = new Notes<bigint>();
  return (core, arrived, step) => {
    const { key, timestamp } = arrived.message;
    if (isOf(arrived.message, [kind])) {
      const seen = newest.of(core).get(keyText(key)) ?? 0n;
      if (seen === timestamp) core.recover(encodeRecord({ kind: "adopt", key, timestamp, targets: [] }), 0);
      if (timestamp > seen) newest.of(core).set(keyText(key), timestamp);
    }
    return step(arrived);
  };
}

/** OW-TS with its `else` where it is printed: when the value is here already, it is taken and the answer is false. */
export function misnestedElse(): Step {
  const buffered = new Notes<true>();
  return (core, arrived, step) => {
    const { key, timestamp } = arrived.message;
    const name = `${keyText(key)} ${timestamp}`;
    if (isOf(arrived.message, ["wRemote", "exec"])) buffered.of(core).set(name, true);
    const effects = step(arrived);
    if (!isOf(arrived.message, ["owTs"]) || !buffered.of(core).has(name)) return effects;
    const refused = { verdict: vivaceVerdict.refused };
    return answering(effects, (sent) => (isOf(sent, ["ackOwTs"]) ? { ...sent, ...refused } : sent));
  };
}

/** A replica that takes any order timestamp for the newest. */
export const forgetPromise: Step = (core, arrived, step) => {
  const { key } = arrived.message;
  if (isOf(arrived.message, ["owTs", "ow"])) {
    core.recover(encodeRecord({ kind: "promise", key, timestamp: 0n, targets: [] }), 0);
  }
  return step(arrived);
};

/** A replica that says yes to requests of a kind and does nothing. */
export function acknowledgeOnly(kind: VivaceKindName): Step {
  return (_core, arrived, step) => {
    if (!isOf(arrived.message, [kind])) return step(arrived);
    return [{ kind: "send", message: answer(arrived, "accepted", arrived.message.timestamp) }];
  };
}

/** A replica that answers some requests about an object as it has once answered one: out of a cache. */
export function answerFromCache(...kinds: readonly VivaceKindName[]): Step {
  const cache = new Notes<VivaceMessage>();
  return (core, arrived, step) => {
    const effects = step(arrived);
    if (!isOf(arrived.message, kinds)) return effects;
    const name = `${arrived.message.kind} ${keyText(arrived.message.key)}`;
    return answering(effects, (sent) => {
      if (sent.request !== arrived.message.timestamp || sent.kind !== answerKind(arrived.message.kind))
        return sent;
      const cached = cache.of(core).get(name);
      if (cached === undefined && sent.timestamp > 0n) cache.of(core).set(name, sent);
      return cached === undefined ? sent : { ...cached, request: sent.request };
    });
  };
}

/** A replica that keeps a value under the newest timestamp it knows, whatever the value's own is. */
export function keepUnderNewest(): Step {
  const newest = new Notes<bigint>();
  return (core, arrived, step: StepReplica) => {
    const { key, timestamp } = arrived.message;
    const seen = newest.of(core).get(keyText(key)) ?? 0n;
    if (isOf(arrived.message, ["wTs", "owTs"]) && timestamp > seen)
      newest.of(core).set(keyText(key), timestamp);
    if (!isOf(arrived.message, ["wRemote"]) || timestamp >= seen) return step(arrived);
    return step({ ...arrived, message: { ...arrived.message, timestamp: seen } });
  };
}

/** Storage that loses records of a kind and says that they are durable. */
export function losing(kind: RecordKindName): (storage: Storage) => Storage {
  return (storage) => ({
    append: (header, body, done) => {
      if (header[0] !== recordKind[kind]) return storage.append(header, body, done);
      // Something is stored that changes nothing at recovery, so that the record has a place.
      const nothing = header.slice();
      nothing[0] = recordKind.settled;
      return storage.append(nothing, body, done);
    },
    read: (position, receive) => storage.read(position, receive),
    release: (position) => storage.release(position),
    close: () => storage.close(),
  });
}

/** Changes messages of some kinds on their way to a machine. */
function changing(kinds: readonly VivaceKindName[], change: Change): ChangeFrame {
  return (frame) => {
    const datagram = decodeUdpDatagram(frame);
    const message = datagram && decodeVivace(datagram.payload);
    if (datagram === undefined || message === undefined || !isOf(message, kinds)) return [frame];
    return [encodeUdpDatagram({ ...datagram, payload: encodeVivace(change(message)) })];
  };
}

/** A client that takes refusals of some kinds for consent. */
export function deafTo(...kinds: readonly VivaceKindName[]): ChangeFrame {
  return changing(kinds, (message) => ({ ...message, verdict: vivaceVerdict.accepted }));
}

/** A client that cannot see which commands have made a value. */
export const blindToAttempts: ChangeFrame = changing(["ackOrData", "ackOr"], (message) => {
  const decoded = message.value && decodeRmwValue(message.value);
  if (decoded?.state === undefined) return message;
  return { ...message, value: encodeRmwValue(decoded.state, new RecentStamps()) };
});

/** A client that counts the answer of one replica as that of the next one, too. */
export const countTwice: ChangeFrame = (frame) => {
  const datagram = decodeUdpDatagram(frame);
  if (datagram === undefined) return [frame];
  const { source } = datagram;
  // Replicas of figure 5: r1, r4, r5 at site 0 and r2, r3, r6 at site 1.
  const next = new Map([
    [2, source.address + 1],
    [3, source.address - 1],
    [4, source.address + 1],
    [5, source.address - 1],
  ]).get(source.address % 256);
  if (next === undefined) return [frame];
  return [frame, encodeUdpDatagram({ ...datagram, source: { ...source, address: next } })];
};

/** A delegate that does every request twice, under two names. */
export const delegateTwice: ChangeFrame = (frame) => {
  const datagram = decodeUdpDatagram(frame);
  const message = datagram && decodeVivace(datagram.payload);
  if (datagram === undefined || message === undefined || !isOf(message, ["delegate"])) return [frame];
  const copy = { ...message, timestamp: message.timestamp + 0x1_0000n };
  return [frame, encodeUdpDatagram({ ...datagram, payload: encodeVivace(copy) })];
};

/** A directory that names other replicas of a container at one machine. */
export function wrongSet(machine: string): ChangeFrame {
  const change = changing(["ackRData", "ackR"], (message) => {
    const text = new TextDecoder().decode(message.value ?? new Uint8Array(0));
    const others = text.replace(/"replicas":\[[^\]]*\]/, (found) =>
      found.replaceAll(/10\.0\.[12]\.[1-6]:/g, shifted),
    );
    return text.startsWith("{") ? { ...message, value: new TextEncoder().encode(others) } : message;
  });
  return (frame, at) => (at === machine ? change(frame, at) : [frame]);
}

/** Every replica's counterpart: r1 ↔ r4, r2 ↔ r3, r5 ↔ r6. */
function shifted(end: string): string {
  const pairs = new Map([
    ["10.0.1.1:", "10.0.1.4:"],
    ["10.0.1.4:", "10.0.1.1:"],
    ["10.0.2.2:", "10.0.2.6:"],
    ["10.0.2.6:", "10.0.2.2:"],
    ["10.0.2.3:", "10.0.1.5:"],
    ["10.0.1.5:", "10.0.2.3:"],
  ]);
  return pairs.get(end) ?? end;
}

/** A replica that says it holds a value when it has only the timestamp. */
export const holdTimestamps: Step = (_core, arrived, step) => {
  const { timestamp } = arrived.message;
  return answering(step(arrived), (sent) => {
    if (!isOf(sent, ["ackHolding"]) || sent.timestamp < timestamp) return sent;
    return { ...sent, verdict: vivaceVerdict.accepted };
  });
};

/** A replica that forgets values to pass on when it is asked what it holds. */
export function holdWithoutLocals(): Step {
  const passing = new Notes<true>();
  return (core, arrived, step) => {
    const { key, timestamp } = arrived.message;
    const name = `${keyText(key)} ${timestamp}`;
    if (isOf(arrived.message, ["wLocal"])) passing.of(core).set(name, true);
    const effects = step(arrived);
    if (!isOf(arrived.message, ["holding"]) || !passing.of(core).has(name)) return effects;
    const refused = { verdict: vivaceVerdict.refused };
    return answering(effects, (sent) => (isOf(sent, ["ackHolding"]) ? { ...sent, ...refused } : sent));
  };
}

/** A replica that leaves the first object out of its survey. */
export const surveyWithoutFirst: Step = (_core, arrived, step) =>
  answering(step(arrived), (sent) => {
    const survey = isOf(sent, ["ackSurvey"]) ? sent.value && decodeSurvey(sent.value) : undefined;
    return survey ? { ...sent, value: encodeSurvey({ ...survey, missing: survey.missing.slice(1) }) } : sent;
  });
