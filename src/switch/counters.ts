import type { Statistics } from "./forwarding/statistics.js";
import type { Action, Program } from "./model/index.js";
import type { LinkStatistics } from "./queueing/link.js";
import type { SwitchState } from "./state/state.js";

/** How often something happened, by name. */
export type Counts = Readonly<Record<string, number>>;

/** What has gone through each stage of a switch: the stages of the program since it was loaded, the rest always. */
export interface SwitchCounters {
  readonly parser: { readonly packets: number; readonly errors: Counts };
  /** Tables by name; a miss ran the default action. */
  readonly tables: Readonly<Record<string, { readonly hits: number; readonly misses: number }>>;
  readonly actions: Counts;
  readonly deparser: { readonly packets: number };
  /** Packets that ended inside the switch, by reason. */
  readonly drops: Counts;
  readonly cloned: number;
  readonly resubmitted: number;
  readonly recirculated: number;
  /** By port number: what came in and went out. */
  readonly ports: Readonly<
    Record<
      number,
      {
        readonly receivedPackets: number;
        readonly receivedBytes: number;
        readonly sentPackets: number;
        readonly sentBytes: number;
      }
    >
  >;
  /** By port number: the cables, and the queues in front of them. */
  readonly links: Readonly<Record<number, LinkStatistics>>;
}

type ProgramCounters = Pick<SwitchCounters, "parser" | "tables" | "actions" | "deparser">;

const NO_PROGRAM: ProgramCounters = {
  parser: { packets: 0, errors: {} },
  tables: {},
  actions: {},
  deparser: { packets: 0 },
};

/** A copy of all counters as they are now. */
export function readCounters(
  running: { readonly program: Program; readonly state: SwitchState } | undefined,
  statistics: Statistics,
  links: ReadonlyMap<number, LinkStatistics>,
): SwitchCounters {
  const { cloned, resubmitted, recirculated } = statistics;
  return {
    ...(running === undefined ? NO_PROGRAM : programCounters(running.program, running.state)),
    drops: Object.fromEntries(statistics.drops),
    cloned,
    resubmitted,
    recirculated,
    ports: Object.fromEntries([...statistics.ports].map(([port, counts]) => [port, { ...counts }])),
    links: Object.fromEntries(links),
  };
}

function programCounters({ errors, tables, actions }: Program, { stages }: SwitchState): ProgramCounters {
  const errorName = (code: number) => errors.names.get(code) ?? String(code);
  return {
    parser: {
      packets: stages.parsed[0] ?? 0,
      errors: Object.fromEntries([...stages.parserErrors].map(([code, count]) => [errorName(code), count])),
    },
    tables: Object.fromEntries(
      tables.map(({ name, index }) => [
        name,
        { hits: stages.hits[index] ?? 0, misses: stages.misses[index] ?? 0 },
      ]),
    ),
    actions: actionCounts(actions, stages.actions),
    deparser: { packets: stages.deparsed[0] ?? 0 },
  };
}

/** p4c makes an action more than once, under one name, when several tables share it. */
function actionCounts(actions: readonly Action[], runs: Float64Array): Counts {
  const counts = new Map<string, number>();
  for (const { name, index } of actions) counts.set(name, (counts.get(name) ?? 0) + (runs[index] ?? 0));
  return Object.fromEntries(counts);
}
