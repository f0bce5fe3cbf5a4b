import { Agent, request } from "node:http";
import { type Amount, type Timed, timed } from "./timed.js";

/** What a client of etcd does, and where. */
export interface EtcdRequest {
  readonly host: string;
  readonly port: number;
  readonly operation: "read" | "write";
  readonly amount: Amount;
}

const key = Buffer.from("vivace-evaluation").toString("base64");
const value = Buffer.alloc(1024, 1).toString("base64");
const retryMs = 50;

/**
 * Puts or gets one key of 1 KiB again and again at a member of an etcd cluster, over its JSON gateway. Both are
 * linearizable. What etcd refuses because it has no leader, or gives up, is asked again: the operation takes as long
 * as it takes.
 */
export async function measureEtcd({ host, port, operation, amount }: EtcdRequest): Promise<Timed> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const [path, body] = operation === "write" ? ["/v3/kv/put", { key, value }] : ["/v3/kv/range", { key }];
  const ask = () =>
    new Promise<boolean>((resolve) => {
      const asked = request({ host, port, path, agent, method: "POST" }, (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode === 200));
        response.once("error", () => resolve(false));
      });
      asked.once("error", () => resolve(false));
      asked.end(JSON.stringify(body));
    });
  const abandoned = new AbortController();
  const operate = async () => {
    while (!abandoned.signal.aborted && !(await ask())) await new Promise((go) => setTimeout(go, retryMs));
  };
  try {
    return await timed(amount, operate);
  } finally {
    abandoned.abort();
    agent.destroy();
  }
}
