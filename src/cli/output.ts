import cliProgress from "cli-progress";
import Table from "cli-table3";
import colors from "picocolors";
import type { ServiceEvent } from "./fabric/controller-service.js";

/** A table for people: the first row is the heading. */
export function renderTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: heading.map((cell) => colors.bold(cell)),
    style: { head: [], border: [], compact: true },
    colAligns: heading.map((_, column) => (column === 0 ? "left" : "right")),
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** Prints one JSON object on a line of its own. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Shows how far a long job is, on standard error. */
export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** Starts a bar from 0 to `total`, with a title in front; in a log file, a line now and then. */
export function progressBar(title: string, total: number): Progress {
  if (total === 0) return { update: () => {}, stop: () => {} };
  if (!process.stderr.isTTY) return progressLines(title, total);
  const bar = new cliProgress.SingleBar(
    {
      format: `${title} {bar} {value}/{total}`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}

/** A job that is done sooner than this needs no line. */
const quietMs = 2_000;
const lineEveryMs = 10_000;

function progressLines(title: string, total: number): Progress {
  let nextMs = performance.now() + quietMs;
  return {
    update: (done) => {
      const nowMs = performance.now();
      if (nowMs < nextMs) return;
      nextMs = nowMs + lineEveryMs;
      say(`${title} ${done}/${total}`);
    },
    stop: () => {},
  };
}

/** One line for a person about what is going on; on standard error, so that output stays clean. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Tells a person what a controller did. */
export function tellEvent(event: ServiceEvent): void {
  if (event.kind === "connected") say(`${event.switch}: connected`);
  else if (event.kind === "serving") say(servingLine(event));
  else if (event.kind === "changing") say(changingLine(event));
  else say(`${event.switch}: lost, ${event.reason}`);
}

type EventOf<Kind extends ServiceEvent["kind"]> = Extract<ServiceEvent, { kind: Kind }>;

function servingLine({ view, ring, reason, steps }: EventOf<"serving">): string {
  const ms = (us: number) => (us / 1000).toFixed(0);
  const took = steps.map(({ step, us }) => `${step} ${ms(us)} ms`).join(", ");
  return `view ${view}${reason && ` (${reason})`}: the token goes round ${ring.join(", ")}; ${took}`;
}

function changingLine({ fabric, step, problem }: EventOf<"changing">): string {
  return `change to ${fabric}: ${problem === undefined ? step : `given up, ${problem}`}`;
}
