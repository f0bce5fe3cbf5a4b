import type { Field, IntrinsicFields, Program } from "../model/index.js";
import { type NumberWriter, numberWriter } from "../phv/number-writer.js";

/** Writers of the intrinsic fields; those that a program never names do nothing. */
export type IntrinsicWriters = { readonly [K in keyof IntrinsicFields]: NumberWriter };

/** Fields whose values the switch itself looks at. */
const OWN: ReadonlySet<keyof IntrinsicFields> = new Set(["egressSpec"]);

export function intrinsicWriters(program: Program): IntrinsicWriters {
  const { intrinsic, mentioned } = program;
  const writer = (name: keyof IntrinsicFields): NumberWriter => {
    const field: Field = intrinsic[name];
    return numberWriter(field, OWN.has(name) || mentioned.has(field));
  };
  return {
    ingressPort: writer("ingressPort"),
    egressSpec: writer("egressSpec"),
    egressPort: writer("egressPort"),
    instanceType: writer("instanceType"),
    packetLength: writer("packetLength"),
    parserError: writer("parserError"),
    checksumError: writer("checksumError"),
    ingressTimestamp: writer("ingressTimestamp"),
    egressTimestamp: writer("egressTimestamp"),
    multicastGroup: writer("multicastGroup"),
    egressRid: writer("egressRid"),
    priority: writer("priority"),
    enqueueTimestamp: writer("enqueueTimestamp"),
    enqueueDepth: writer("enqueueDepth"),
    dequeueDelta: writer("dequeueDelta"),
    dequeueDepth: writer("dequeueDepth"),
    queueId: writer("queueId"),
  };
}

/** Whether a program looks at the time when packets come and go. */
export function seesTime({ intrinsic, mentioned }: Program): boolean {
  const { ingressTimestamp, egressTimestamp, enqueueTimestamp, dequeueDelta } = intrinsic;
  return [ingressTimestamp, egressTimestamp, enqueueTimestamp, dequeueDelta].some((field) =>
    mentioned.has(field),
  );
}
