import { createHash } from "node:crypto";
import { CodedError } from "../../base/index.js";
import { systemRandom } from "../../io/node/index.js";
import { LogStores } from "../../stores/index.js";
import { type LogSession, openLogSession } from "../fabric/log-session.js";
import { StateDirectory } from "../fabric/state-directory.js";
import { printJson, progressBar, renderTable } from "../output.js";

export interface BankOptions {
  readonly state: string;
  readonly tellers: number;
  readonly transfers: number;
  readonly json?: boolean;
}

const accounts = Array.from({ length: 8 }, (_, number) => `account-${number + 1}`);
const openingBalance = 1_000;
/** The bank's own stream of the log, so that it disturbs nobody else's stores. */
const bankStream = 0x62_61_6e_6b;

/**
 * A bank with two stores on the log of a running fabric, `checking` and `savings`: tellers on client ports of their
 * own move money between them at the same time, then a new replica rebuilds everything from the log.
 *
 * @throws CodedError `BANK-DIFFERENT` when replicas disagree or money was made or lost
 */
export async function bank(options: BankOptions): Promise<void> {
  const state = new StateDirectory(options.state);
  const claims = [];
  const sessions: LogSession[] = [];
  try {
    for (let teller = 0; teller < options.tellers; teller += 1) {
      const claim = state.claimClient();
      claims.push(claim);
      sessions.push(await openLogSession(claim.host));
    }
    await business(sessions, options);
  } finally {
    for (const session of sessions) await session.close();
    for (const claim of claims) claim.release();
  }
}

async function business(sessions: readonly LogSession[], options: BankOptions): Promise<void> {
  const tellers = sessions.map(replica);
  const [first] = tellers;
  const [session] = sessions;
  if (first === undefined || session === undefined) return;
  await open(first);
  const startedMs = performance.now();
  await transferAll(tellers, options.transfers);
  const seconds = (performance.now() - startedMs) / 1000;
  const rebuilt = replica(session);
  const states = [];
  for (const [name, stores] of [
    ...tellers.map((each, at) => [`teller ${at + 1}`, each] as const),
    ["rebuilt from the log", rebuilt] as const,
  ]) {
    states.push({ name, ...(await balances(stores)) });
  }
  report(states, options.transfers / seconds, options);
}

function replica({ client }: LogSession): LogStores {
  return new LogStores({ log: client, random: systemRandom(), stream: bankStream });
}

/** Opens the accounts; a bank that was opened before starts again. */
async function open(stores: LogStores): Promise<void> {
  await stores.transaction((tx) => {
    for (const account of accounts) {
      tx.put("checking", account, Buffer.from(String(openingBalance)));
      tx.put("savings", account, Buffer.from(String(openingBalance)));
    }
  });
}

async function transferAll(tellers: readonly LogStores[], transfers: number): Promise<void> {
  const bar = progressBar("transfers", transfers);
  let begun = 0;
  let done = 0;
  const work = async (stores: LogStores) => {
    while (begun < transfers) {
      begun += 1;
      await transfer(stores, begun);
      done += 1;
      bar.update(done);
    }
  };
  try {
    await Promise.all(tellers.map(work));
  } finally {
    bar.stop();
  }
}

/** Moves money from one account's checking to another's savings, or back: a transaction over both stores. */
async function transfer(stores: LogStores, number: number): Promise<void> {
  const from = accounts[number % accounts.length] ?? "";
  const to = accounts[(number * 5 + 1) % accounts.length] ?? "";
  const [source, target] =
    number % 2 === 0 ? (["checking", "savings"] as const) : (["savings", "checking"] as const);
  await stores.transaction((tx) => {
    const rest = balanceOf(tx.get(source, from)) - number;
    if (rest < 0) return;
    tx.put(source, from, Buffer.from(String(rest)));
    tx.put(target, to, Buffer.from(String(balanceOf(tx.get(target, to)) + number)));
  });
}

function balanceOf(value: Uint8Array | undefined): number {
  return Number(Buffer.from(value ?? []).toString());
}

/** What a replica holds: the sum, and a digest to compare. */
async function balances(stores: LogStores) {
  const lines = await stores.transaction((tx) =>
    ["checking", "savings"].flatMap((store) =>
      accounts.map((account) => ({ store, account, balance: balanceOf(tx.get(store, account)) })),
    ),
  );
  const total = lines.reduce((sum, line) => sum + line.balance, 0);
  const sha256 = createHash("sha256").update(JSON.stringify(lines)).digest("hex");
  return { total, sha256, position: stores.position.toString() };
}

type ReplicaState = { readonly name: string } & Awaited<ReturnType<typeof balances>>;

function report(states: readonly ReplicaState[], transfersPerSecond: number, options: BankOptions): void {
  if (options.json) printJson({ transfersPerSecond, replicas: states });
  else {
    const rows = states.map(({ name, position, total, sha256 }) => [
      name,
      position,
      String(total),
      sha256.slice(0, 16),
    ]);
    process.stdout.write(`${renderTable(["replica", "log read up to", "money", "digest"], rows)}\n`);
    process.stdout.write(
      `${transfersPerSecond.toFixed(0)} transfers/s, each a transaction over two stores\n`,
    );
  }
  const [first] = states;
  const right = (state: ReplicaState) =>
    state.total === 2 * accounts.length * openingBalance && state.sha256 === first?.sha256;
  if (states.every(right)) return;
  throw new CodedError({
    code: "BANK-DIFFERENT",
    message: "the replicas disagree, or money was made or lost",
    help: "This is a bug of ours; please report it.",
  });
}
