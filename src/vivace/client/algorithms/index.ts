import type { Session, Steps } from "../session.js";
import { readAbd, writeAbd } from "./abd.js";
import { readAlgorithm1, writeAlgorithm1 } from "./algorithm1.js";
import { algorithm2 } from "./algorithm2.js";
import { algorithm3 } from "./algorithm3.js";
import { attemptAtClient } from "./attempt-at-client.js";
import { attemptAtReplicas } from "./attempt-at-replicas.js";
import { delegated } from "./delegated.js";
import { type Call, execute } from "./execute.js";

export { delegated } from "./delegated.js";
export * from "./survey.js";

const nothing = new Uint8Array(0);

/** A read as the configuration wants it. */
export function readSteps(session: Session): Steps<Uint8Array | undefined> {
  const { algorithms, delegates } = session.config;
  if (delegates.length > 0) return delegated(session, { operation: "read", name: "", data: nothing });
  return algorithms.rw === "abd" ? readAbd(session) : readAlgorithm1(session);
}

/** A write as the configuration wants it. */
export function* writeSteps(session: Session, value: Uint8Array): Steps<undefined> {
  const { algorithms, delegates } = session.config;
  if (delegates.length > 0) yield* delegated(session, { operation: "write", name: "", data: value });
  else if (algorithms.rw === "abd") yield* writeAbd(session, value);
  else yield* writeAlgorithm1(session, value);
  return undefined;
}

/** A command as the configuration wants it, by whoever runs the algorithm. */
export function executeSteps(session: Session, call: Call): Steps<Uint8Array> {
  const { algorithms, optimisations } = session.config;
  if (algorithms.rmw === "algorithm2") return execute(session, call, [attemptAtClient(algorithm2)]);
  const atClient = attemptAtClient(algorithm3);
  return execute(session, call, optimisations.executeAtReplicas ? [attemptAtReplicas, atClient] : [atClient]);
}
