import type { HostRule, HostRules } from "./host-rules.js";
import type { ServerWatch } from "./server-watch.js";

/** A host, what is ruled for it, and what a log server told last. */
export interface HostState extends HostRule {
  readonly server?: {
    /** Whether it has answered lately. */
    readonly answers: boolean;
    /** Every index below this one is trimmed there. */
    readonly trimmed: bigint;
  };
}

export function hostStates(rules: HostRules, servers: ServerWatch, nowUs: number): readonly HostState[] {
  const { reports } = servers;
  return rules.all.map((rule) => {
    const { name, role } = rule.host;
    if (role !== "log-server") return rule;
    const trimmed = reports.get(name)?.trimmed ?? 0n;
    return { ...rule, server: { answers: servers.answers(name, nowUs), trimmed } };
  });
}
