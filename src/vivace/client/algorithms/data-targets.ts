import type { UdpEnd } from "../../../wire/index.js";
import { endKey } from "../../protocol/index.js";
import type { ExchangePlan, Reply } from "../exchange.js";
import type { Session } from "../session.js";

/**
 * Whom to ask for the data of a timestamp: everybody, or (§3.4.1) one of the replicas that said they have the
 * timestamp, and everybody else when it does not answer in time.
 */
export function dataTargets(
  session: Session,
  acks: readonly Reply[],
  mts: bigint,
): Pick<ExchangePlan, "targets" | "fallback"> {
  const { replicas } = session.place;
  if (!session.config.optimisations.oneDataReplica) return { targets: replicas };
  const having = acks.filter(({ message }) => message.timestamp === mts).map(({ source }) => source);
  const one = having.find((end) => isLocal(session, end)) ?? soonest(session, having);
  return one === undefined ? { targets: replicas } : { targets: [one], fallback: replicas };
}

function isLocal({ place }: Session, end: UdpEnd): boolean {
  return place.locals.some((local) => endKey(local) === endKey(end));
}

function soonest(session: Session, ends: readonly UdpEnd[]): UdpEnd | undefined {
  const latencyUs = (end: UdpEnd) => session.latencyUs(end) ?? Number.MAX_VALUE;
  return ends.toSorted((left, right) => latencyUs(left) - latencyUs(right))[0];
}
