import path from "node:path";
import { Environment } from "../environment.js";
import { interrupted } from "../interrupt.js";
import { checkRequirements } from "../requirements.js";
import { say } from "../say.js";
import type { SwitchKindName } from "../switch-kind.js";

export interface UpOptions {
  readonly switch: SwitchKindName;
  readonly fabric: string;
  readonly state: string;
  readonly listen: string;
  readonly prefix?: string;
  readonly trace?: boolean;
}

/** Boots a fabric on BMv2 and keeps it up until somebody asks it to stop. */
export async function up(options: UpOptions): Promise<void> {
  checkRequirements(options.switch);
  const state = path.resolve(options.state);
  const environment = new Environment({ ...options, state, say });
  const signal = interrupted();
  try {
    const outcome = await Promise.race([environment.start().then(() => "up"), signal]);
    if (outcome === "up") {
      describe(environment, state);
      await signal;
    }
    say("stopping");
  } finally {
    await environment.stop();
  }
}

function describe(environment: Environment, state: string): void {
  const clients = environment.hosts("client");
  const [first = ""] = clients;
  say(`up: state in ${state}; Ctrl-C stops it`);
  if (environment.api !== undefined) say(`REST API: ${environment.api}/docs`);
  say(`log: echo hello | node build/src/cli/main.js append --state ${state}`);
  say(`a shell at ${first}: ip netns exec ${environment.namespaceOf(first) ?? ""} bash`);
}
