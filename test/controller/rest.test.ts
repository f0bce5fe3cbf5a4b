import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { InjectOptions } from "fastify";
import {
  buildRest,
  type Fabric,
  type FabricDesk,
  fabricDocument,
  type HostDesk,
  parseFabric,
  planFabric,
  type RestApp,
  RingControl,
  type RingSnapshot,
} from "../../controller/index.js";
import { HostRules } from "../../controller/view/host-rules.js";
import { type LogErrorCode, logError, outgoing } from "../../src/ringworld/index.js";
import { defaultFabric } from "./checkout.js";
import { MemoryLog } from "./memory-log.js";

const octets = "application/octet-stream";

interface World {
  readonly app: RestApp;
  readonly log: MemoryLog;
  readonly control: RingControl;
}

/** A fabric that is not changed. */
function fabricDesk(fabric: Fabric): FabricDesk {
  return { inForce: fabric, present: fabric, change: undefined, want: () => {} };
}

/** What is ruled for hosts, without a controller that would tell switches. */
function hostDesk(fabric: Fabric): HostDesk {
  const rules = new HostRules(fabric);
  return {
    all: () => rules.all,
    setFence: (name, reason) =>
      reason === undefined ? rules.lift(name) : rules.fence(name, { byHand: true, reason }),
    subscribe: (name, streams) => rules.subscribe(name, streams),
  };
}

async function world(log: MemoryLog = new MemoryLog()): Promise<World> {
  const fabric = defaultFabric();
  const control = new RingControl(planFabric(fabric, 1), 100_000);
  const addresses = new Map(fabric.switches.map(({ name }, at) => [name, `127.0.0.1:${9559 + at}`]));
  return {
    app: await buildRest({
      fabric: fabricDesk(fabric),
      ring: () => snapshotOf(control),
      refused: async () => new Map([["s1", { spoofed: 3, misplaced: 0, notMember: 1, fenced: 0 }]]),
      hosts: hostDesk(fabric),
      addresses: () => addresses,
      log,
    }),
    log,
    control,
  };
}

/** What a controller shows that has copied entries up to 12. */
function snapshotOf(control: RingControl): RingSnapshot {
  const layout = { inForce: [], wanted: [], copiedIndex: 12n, isSettled: true };
  return { ...control.snapshot(), replicatedIndex: 12n, layout };
}

/** Every switch connected and answering; the token has made a hop. */
function bringUp(control: RingControl): void {
  for (const name of ["s1", "s2", "s3", "s4"]) {
    control.connected(name);
    for (let lane = 0; lane < 4; lane += 1) {
      control.step(
        name,
        outgoing(0, "statusReply", { view: 1, client: 1n, request: lane, tag: 1, sequence: 2, index_lo: 9 })
          .header,
      );
    }
  }
}

test("GET /v1/fabric gives a fabric file of the same fabric", async () => {
  const { app } = await world();
  const answer = await app.inject("/v1/fabric");
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(parseFabric(answer.body, "answer.json"), defaultFabric());
  assert.deepEqual(answer.json(), fabricDocument(defaultFabric()));
});

test("GET /v1/switches says who is there and what they told", async () => {
  const { app, control } = await world();
  const states = async () =>
    (await app.inject("/v1/switches")).json().map(({ state }: { state: string }) => state);
  assert.deepEqual(await states(), Array(4).fill("unreachable"));
  bringUp(control);
  assert.deepEqual(await states(), Array(4).fill("ready"));
  const [first] = (await app.inject("/v1/switches")).json();
  assert.deepEqual(first.counters, {
    epoch: 0,
    arrivals: 0,
    released: 0,
    last_index: "9",
    token_sequence: 2,
  });
  assert.deepEqual(first.lanes[0], { lane: 0, stripe: 0, replica_set: "set-0", commit_cursor: 1 });
  assert.deepEqual([first.rack, first.device_id, first.address], ["r1", "1", "127.0.0.1:9559"]);
});

test("packets that a data plane refused are told by its switch and by metrics", async () => {
  const { app } = await world();
  const [first, second] = (await app.inject("/v1/switches")).json();
  assert.deepEqual(first.refused, { spoofed: 3, misplaced: 0, not_member: 1, fenced: 0 });
  assert.equal(second.refused, undefined);
  const metrics = (await app.inject("/metrics")).body;
  assert.match(metrics, /ringworld_switch_refused_total\{switch="s1",reason="spoofed"\} 3/);
});

test("GET /v1/ring and /healthz follow the ring", async () => {
  const { app, control } = await world();
  assert.equal((await app.inject("/healthz")).statusCode, 503);
  assert.deepEqual((await app.inject("/healthz")).json().waiting_for, ["s1", "s2", "s3", "s4"]);
  bringUp(control);
  assert.deepEqual((await app.inject("/healthz")).json(), { status: "serving", waiting_for: [] });
  assert.deepEqual((await app.inject("/v1/ring")).json(), {
    view: 1,
    order: ["s1", "s2", "s3", "s4"],
    serving: true,
    hops: 1,
    laps: 0,
    h: "9",
    committed: "15",
    replicated: "12",
  });
});

test("bytes go in and come back the same, whatever they are", async () => {
  const { app } = await world();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const payload = Buffer.from(bytes);
      const appended = await app.inject({
        method: "POST",
        url: "/v1/log",
        headers: { "content-type": octets },
        payload,
      });
      assert.equal(appended.statusCode, 201);
      const { index } = appended.json();
      assert.equal(appended.headers.location, `/v1/log/${index}`);
      const raw = await app.inject({ url: `/v1/log/${index}`, headers: { accept: octets } });
      assert.deepEqual(raw.rawPayload, payload);
      const entry = (await app.inject(`/v1/log/${index}`)).json();
      assert.deepEqual(Buffer.from(entry.value, "base64"), payload);
    }),
    { numRuns: 50 },
  );
});

test("JSON appends: text, base64, streams", async () => {
  const { app, log } = await world();
  const append = (payload: object) => app.inject({ method: "POST", url: "/v1/log", payload });
  assert.equal((await append({ value: "grüß" })).json().index, "1");
  assert.equal((await append({ value: "AP8=", encoding: "base64", stream: 4 })).json().index, "2");
  assert.deepEqual(Buffer.from((await log.readPack(1n)).values[0] ?? []).toString(), "grüß");
  assert.deepEqual([...((await log.readPack(2n)).values[0] ?? [])], [0, 255]);
  assert.deepEqual((await app.inject("/v1/log/2")).json().stream, 4);
  assert.deepEqual((await app.inject("/v1/log/tail")).json(), { index: "2" });
});

test("a raw append takes its stream from the query", async () => {
  const { app, log } = await world();
  await app.inject({
    method: "POST",
    url: "/v1/log?stream=9",
    headers: { "content-type": octets },
    payload: "x",
  });
  assert.equal((await log.readPack(1n)).stream, 9);
});

test("junk is told as junk, and is no bytes", async () => {
  const { app, log } = await world();
  log.fill();
  const entry = (await app.inject("/v1/log/1")).json();
  assert.deepEqual([entry.junk, entry.value], [true, ""]);
  assert.equal((await app.inject({ url: "/v1/log/1", headers: { accept: octets } })).statusCode, 204);
});

test("the largest entry fits, in every spelling; one byte more is refused", async () => {
  const { app } = await world();
  const statuses = async (length: number) => {
    const bytes = Buffer.alloc(length, 1);
    const raw = {
      method: "POST",
      url: "/v1/log",
      headers: { "content-type": octets },
      payload: bytes,
    } as const;
    const text = { method: "POST", url: "/v1/log", payload: { value: bytes.toString("latin1") } } as const;
    const base64 = { value: bytes.toString("base64"), encoding: "base64" };
    const answers = [await app.inject(raw), await app.inject(text)];
    answers.push(await app.inject({ method: "POST", url: "/v1/log", payload: base64 }));
    return answers.map((answer) => answer.statusCode);
  };
  assert.deepEqual(await statuses(9000), [201, 201, 201]);
  assert.deepEqual(await statuses(9001), [413, 413, 413]);
  assert.deepEqual(await statuses(200_000), [413, 413, 413]);
});

/** `[request, status, code]` */
const refused: readonly [string | InjectOptions, number, string][] = [
  ["/v1/nothing", 404, "REST-NOT-FOUND"],
  [{ method: "DELETE", url: "/v1/log/1" }, 404, "REST-NOT-FOUND"],
  ["/v1/log/0", 404, "LOG-OUT-OF-BOUNDS"],
  ["/v1/log/1", 404, "LOG-OUT-OF-BOUNDS"],
  [`/v1/log/${2n ** 64n}`, 404, "LOG-OUT-OF-BOUNDS"],
  ["/v1/log/-1", 400, "REST-INVALID"],
  ["/v1/log/1.5", 400, "REST-INVALID"],
  ["/v1/log/999999999999999999999", 400, "REST-INVALID"],
  ["/v1/log/%00", 400, "REST-INVALID"],
  ["/v1/log/%zz", 400, "REST-REFUSED"],
  [{ method: "POST", url: "/v1/log" }, 400, "REST-INVALID"],
  [{ method: "POST", url: "/v1/log", payload: {} }, 400, "REST-INVALID"],
  [{ method: "POST", url: "/v1/log", payload: { value: 5 } }, 400, "REST-INVALID"],
  [{ method: "POST", url: "/v1/log", payload: { value: "a", extra: 1 } }, 400, "REST-INVALID"],
  [{ method: "POST", url: "/v1/log", payload: { value: "a", encoding: "rot13" } }, 400, "REST-INVALID"],
  [{ method: "POST", url: "/v1/log", payload: { value: "a$", encoding: "base64" } }, 400, "REST-INVALID"],
  [{ method: "POST", url: "/v1/log", payload: { value: "a", stream: 2 ** 32 } }, 400, "REST-INVALID"],
  [
    { method: "POST", url: "/v1/log?stream=x", headers: { "content-type": octets }, payload: "a" },
    400,
    "REST-INVALID",
  ],
  [
    { method: "POST", url: "/v1/log", headers: { "content-type": "application/json" }, payload: "{" },
    400,
    "REST-INVALID",
  ],
  [
    { method: "POST", url: "/v1/log", headers: { "content-type": "application/json" }, payload: "" },
    400,
    "REST-INVALID",
  ],
  [
    { method: "POST", url: "/v1/log", headers: { "content-type": "text/plain" }, payload: "a" },
    415,
    "REST-MEDIA-TYPE",
  ],
  [
    {
      method: "POST",
      url: "/v1/log",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "a=b",
    },
    415,
    "REST-MEDIA-TYPE",
  ],
];

test("what is refused says why, with a status and a code, and what to do", async () => {
  const { app } = await world();
  for (const [request, status, code] of refused) {
    const answer = await app.inject(request);
    const told = answer.json();
    assert.deepEqual(
      [answer.statusCode, told.code],
      [status, code],
      `${JSON.stringify(request)} ${answer.body}`,
    );
    assert.deepEqual(Object.keys(told).sort(), ["code", "help", "message"]);
    assert(told.message.length > 0 && told.help.length > 0);
  }
});

test("a host is fenced off, let in again, and subscribes", async () => {
  const { app } = await world();
  const post = async (url: string, payload: object) => {
    const answer = await app.inject({ method: "POST", url, payload });
    return {
      status: answer.statusCode,
      ...answer.json<{ fenced?: string; streams?: number[]; code?: string }>(),
    };
  };
  const fenced = await post("/v1/fence", { host: "log-2-1", reason: "slow" });
  assert.deepEqual([fenced.status, fenced.fenced], [200, "slow"]);
  const shown = (await app.inject("/v1/hosts")).json<{ name: string; fenced?: string }[]>();
  assert.deepEqual(
    shown.filter((each) => each.fenced !== undefined).map(({ name }) => name),
    ["log-2-1"],
  );
  assert.equal((await post("/v1/fence", { host: "log-2-1", fenced: false })).fenced, undefined);
  const subscribed = await post("/v1/subscriptions", { host: "client-1-1", streams: [9, 7, 9] });
  assert.deepEqual(subscribed.streams, [7, 9]);
  const unknown = await post("/v1/fence", { host: "nobody" });
  assert.deepEqual([unknown.status, unknown.code], [404, "HOST-UNKNOWN"]);
  assert.equal((await post("/v1/subscriptions", { host: "client-1-1", streams: [0] })).status, 400);
});

test("a trimmed entry is gone", async () => {
  const { app } = await world();
  for (const value of ["one", "two"])
    await app.inject({ method: "POST", url: "/v1/log", payload: { value } });
  const trim = await app.inject({ method: "POST", url: "/v1/log/trim", payload: { index: "2" } });
  assert.deepEqual(trim.json(), { trimmed_below: "2" });
  const gone = await app.inject("/v1/log/1");
  assert.deepEqual([gone.statusCode, gone.json<{ code: string }>().code], [410, "LOG-TRIMMED"]);
  assert.equal((await app.inject("/v1/log/2")).statusCode, 200);
  const before = await app.inject({ method: "POST", url: "/v1/log/trim", payload: { index: "0" } });
  assert.equal(before.statusCode, 404);
});

test("each failure of the log has its status", async () => {
  const expected: Readonly<Record<LogErrorCode, number>> = {
    "LOG-TIMEOUT": 504,
    "LOG-NOT-COMMITTED": 409,
    "LOG-OUT-OF-BOUNDS": 404,
    "LOG-TOO-LARGE": 413,
    "LOG-EMPTY": 400,
    "LOG-TRIMMED": 410,
    "LOG-FENCED": 403,
    "LOG-NOT-SERVED": 503,
    "LOG-CLOSED": 503,
  };
  for (const [code, status] of Object.entries(expected)) {
    const log = new MemoryLog();
    log.readPack = async () => {
      throw logError(code as LogErrorCode, "read of index 1");
    };
    const { app } = await world(log);
    const answer = await app.inject("/v1/log/1");
    assert.deepEqual([answer.statusCode, answer.json().code], [status, code]);
  }
});

test("a bug behind the API is a 500 that tells nothing of the inside, and the next request is served", async () => {
  const log = new MemoryLog();
  log.tail = async () => {
    throw new TypeError("undefined is not a function");
  };
  const { app } = await world(log);
  const answer = await app.inject("/v1/log/tail");
  assert.deepEqual([answer.statusCode, answer.json().code], [500, "REST-INTERNAL"]);
  assert(!answer.body.includes("undefined is not"));
  assert.equal((await app.inject("/v1/ring")).statusCode, 200);
});

test("/metrics has the ring, the switches and the times of requests", async () => {
  const { app, control } = await world();
  bringUp(control);
  await app.inject("/v1/ring");
  const answer = await app.inject("/metrics");
  assert.match(String(answer.headers["content-type"]), /^text\/plain; version=0\.0\.4/);
  for (const line of [
    "ringworld_token_hops_total 1",
    "ringworld_indices_total 9",
    "ringworld_serving 1",
    'ringworld_switch_ready{switch="s4"} 1',
    'ringworld_rest_request_seconds_count{method="GET",route="/v1/ring",status="200"} 1',
  ]) {
    assert(answer.body.split("\n").includes(line), `${line} in\n${answer.body}`);
  }
});

test("/openapi.json describes every route, and /docs shows it", async () => {
  const { app } = await world();
  const { openapi, paths } = (await app.inject("/openapi.json")).json();
  assert.equal(openapi, "3.1.0");
  assert.deepEqual(Object.keys(paths).sort(), [
    "/healthz",
    "/metrics",
    "/v1/fabric",
    "/v1/fabric/change",
    "/v1/fence",
    "/v1/hosts",
    "/v1/log",
    "/v1/log/tail",
    "/v1/log/trim",
    "/v1/log/{index}",
    "/v1/ring",
    "/v1/subscriptions",
    "/v1/switches",
    "/v1/switches/{name}/counters",
    "/v1/switches/{name}/trace",
  ]);
  const { post } = paths["/v1/log"];
  assert.deepEqual(Object.keys(post.requestBody.content), [octets, "application/json"]);
  assert.equal((await app.inject("/docs/")).statusCode, 200);
});

test("the API over a real socket", async () => {
  const { app } = await world();
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  try {
    const bytes = new Uint8Array([1, 0, 255]);
    const posted = await fetch(`${url}/v1/log`, {
      method: "POST",
      headers: { "content-type": octets },
      body: bytes,
    });
    assert.deepEqual(await posted.json(), { index: "1", place: 0 });
    const got = await fetch(`${url}/v1/log/1`, { headers: { accept: octets } });
    assert.deepEqual(new Uint8Array(await got.arrayBuffer()), bytes);
  } finally {
    await app.close();
  }
});

test("a data plane of this process shows its counters, in metrics too, and traces a frame", async () => {
  const fabric = defaultFabric();
  const control = new RingControl(planFabric(fabric, 1), 100_000);
  const queue = { droppedPackets: 5, depth: 2, maxDepth: 9 };
  const counters = {
    drops: { tailDrop: 5 },
    recirculated: 3,
    parser: { packets: 11 },
    links: { 17: { sentPackets: 4, sentBytes: 400, lostPackets: 1, queues: [queue] } },
  };
  const traced: [number, string][] = [];
  const trace = async (port: number, frame: Uint8Array) => {
    traced.push([port, Buffer.from(frame).toString("hex")]);
    return [{ kind: "drop", reason: "ingress" }];
  };
  const dataPlanes = new Map([["s1", { counters: () => counters, trace }]]);
  const ring = () => snapshotOf(control);
  const hosts = hostDesk(fabric);
  const app = await buildRest({
    fabric: fabricDesk(fabric),
    ring,
    refused: async () => new Map(),
    hosts,
    addresses: () => new Map(),
    log: new MemoryLog(),
    dataPlanes: () => dataPlanes,
  });
  assert.deepEqual((await app.inject("/v1/switches/s1/counters")).json(), counters);
  const metrics = (await app.inject("/metrics")).body;
  assert.match(metrics, /ringworld_switch_dropped_total\{switch="s1",reason="tailDrop"\} 5/);
  assert.match(metrics, /ringworld_switch_queue_depth\{switch="s1",port="17",class="0"\} 2/);
  const ask = (payload: object) => app.inject({ method: "POST", url: "/v1/switches/s1/trace", payload });
  assert.deepEqual((await ask({ port: 3, packet: "00ff" })).json(), {
    steps: [{ kind: "drop", reason: "ingress" }],
  });
  assert.deepEqual(traced, [[3, "00ff"]]);
  assert.equal((await ask({ port: 3, packet: "0g" })).json().code, "REST-INVALID");
  assert.equal((await ask({ port: 600, packet: "00" })).json().code, "REST-INVALID");
  const other = await app.inject("/v1/switches/s2/counters");
  assert.deepEqual([other.statusCode, other.json().code], [404, "REST-NO-DATA-PLANE"]);
});
