import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { freePort } from "../../../bmv2-env/ports.js";
import { framed, GrpcConnection } from "../frame/grpc-connection.js";
import { type Started, startProcess } from "../frame/processes.js";
import { findOnPath } from "../frame/rivals.js";
import type { Contender } from "./contender.js";

const etcdProgram = "etcd";
const members = 3;
const connections = 4;
const upWithinMs = 60_000;
const putPath = "/etcdserverpb.KV/Put";
const transactionPath = "/etcdserverpb.KV/Txn";

interface Member {
  readonly name: string;
  readonly client: string;
  readonly peer: string;
}

/** Starts an etcd of three members with its defaults, and connects to its leader; undefined where there is none. */
export async function startEtcd(directory: string): Promise<Contender | undefined> {
  const program = findOnPath(etcdProgram);
  if (program === undefined) return undefined;
  const cluster = await Promise.all(Array.from({ length: members }, (_, number) => memberOf(number)));
  const started = cluster.map((member) => startMember(program, member, cluster, directory));
  const leader = await leaderOf(cluster);
  const links = await Promise.all(Array.from({ length: connections }, () => GrpcConnection.open(leader)));
  return {
    parts: [{ name: "etcd", pids: started.flatMap(({ child }) => child.pid ?? []) }],
    // A transaction of etcd's has at most 128 operations.
    togethers: [1, 8, 64],
    counts: () => new Map(),
    append: appender(links),
    stop: async () => {
      for (const link of links) link.close();
      await Promise.all(started.map((member) => member.stop("SIGKILL")));
    },
  };
}

async function memberOf(number: number): Promise<Member> {
  const [client, peer] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  return { name: `member-${number}`, client, peer };
}

function startMember(
  program: string,
  member: Member,
  cluster: readonly Member[],
  directory: string,
): Started {
  const { name, client, peer } = member;
  return startProcess(program, [
    ...["--name", name, "--data-dir", path.join(directory, name)],
    ...["--listen-client-urls", `http://${client}`, "--advertise-client-urls", `http://${client}`],
    ...["--listen-peer-urls", `http://${peer}`, "--initial-advertise-peer-urls", `http://${peer}`],
    ...["--initial-cluster", cluster.map((each) => `${each.name}=http://${each.peer}`).join(",")],
  ]);
}

/** Clients of the leader save a hop: it is what etcd does best. */
async function leaderOf(cluster: readonly Member[]): Promise<string> {
  for (let waitedMs = 0; waitedMs < upWithinMs; waitedMs += 100) {
    for (const { client } of cluster) if (await leads(client)) return client;
    await sleep(100);
  }
  throw new Error("etcd has no leader");
}

async function leads(client: string): Promise<boolean> {
  try {
    const metrics = await (await fetch(`http://${client}/metrics`)).text();
    return /^etcd_server_is_leader 1$/m.test(metrics);
  } catch {
    return false;
  }
}

/** Puts each value under a key of its own: one alone with a put, several with a transaction. */
function appender(links: readonly GrpcConnection[]): (values: readonly Uint8Array[]) => Promise<unknown> {
  const encoder = new TextEncoder();
  let count = 0;
  const putOf = (value: Uint8Array) => {
    count += 1;
    return putRequest(encoder.encode(count.toString(16).padStart(16, "0")), value);
  };
  return async (values) => {
    const [first, ...others] = values.map(putOf);
    if (first === undefined) return;
    const link = links[count % links.length];
    if (others.length === 0) await link?.call(putPath, framed(first));
    else await link?.call(transactionPath, framed(transactionRequest([first, ...others])));
  };
}

/** PutRequest: bytes key = 1, bytes value = 2 (etcd's rpc.proto). */
function putRequest(key: Uint8Array, value: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(1, 2).bytes(key).tag(2, 2).bytes(value).finish();
}

/** TxnRequest without a condition: repeated RequestOp success = 2; in it PutRequest request_put = 2. */
function transactionRequest(puts: readonly Uint8Array[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const put of puts) writer.tag(2, 2).bytes(new BinaryWriter().tag(2, 2).bytes(put).finish());
  return writer.finish();
}
