import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { P4RuntimeClient } from "p4runtime-js-grpc";
import { StoreState } from "../../src/cli/store/store-state.js";
import { UdpTunnel } from "../../src/io/node/index.js";
import { dscp } from "../../src/programs/index.js";
import { decodeUdpDatagram, encodeUdpDatagram, parseIpv4, vivaceEdgePort } from "../../src/wire/index.js";
import { type Daemon, ringworld, root, startDaemon, temporaryDirectory } from "./command.js";

// A store whose sites meet through programmed edges, as somebody runs it. Addresses of its own; a short way, so that the test is.

const storeText = readFileSync(path.join(root, "controller/stores/two-sites-far.yaml"), "utf8")
  .replaceAll("127.7.", "127.78.")
  .replace("delay_us: 54500", "delay_us: 5000");
const highestQueue = 7;
const address = (text: string) => parseIpv4(text) ?? 0;

interface Edge {
  readonly site: string;
  readonly device_id: string;
  readonly address: string;
  readonly state: string;
}

describe("ringworld vivace up with site edges", { timeout: 240_000 }, () => {
  const directory = temporaryDirectory();
  const state = path.join(directory.path, "state");
  const storeFile = path.join(directory.path, "store.yaml");
  const vivace = (...args: readonly string[]) => ringworld(["vivace", ...args, "--state", state]);
  const api = (resource: string, options?: RequestInit) =>
    fetch(`${new StoreState(state).descriptor().api}${resource}`, options);
  let daemon: Daemon;

  before(async () => {
    writeFileSync(storeFile, storeText);
    const args = ["vivace", "up", "--store", storeFile, "--state", state, "--listen", "127.0.0.1:0"];
    daemon = await startDaemon(args, state, "store.json");
  });
  after(async () => {
    if (daemon.child.exitCode === null) await daemon.stop("SIGKILL");
    directory.remove();
  });

  /** Packets of the critical class that the edge of a site has seen, as its switch counts them. */
  async function critical(site: string): Promise<bigint> {
    const edges = (await (await api("/v1/edges")).json()) as Edge[];
    const edge = edges.find((each) => each.site === site);
    const deviceId = BigInt(edge?.device_id ?? 0);
    const asker = await P4RuntimeClient.connect({ address: edge?.address ?? "", deviceId, electionId: 1n });
    await asker.getPipeline();
    let packets = 0n;
    for await (const entity of asker.read([dscp.counters.class_traffic.entry(highestQueue)])) {
      if (entity.kind === "counterEntry") packets += entity.data?.packets ?? 0n;
    }
    await asker.close();
    return packets;
  }

  test("what is put at one site and got at the other crosses the edges, with priority for what is critical", async () => {
    const before = [await critical("urbana"), await critical("ireland")];
    assert.equal((await vivace("put", "rw/greeting", "--value", "hello")).code, 0);
    for (const options of [["--site", "ireland"], ["--algorithms", "prior"], ["--delegate"]]) {
      const got = await vivace("get", "rw/greeting", ...options);
      assert.equal(got.stdout.toString(), "hello", got.stderr);
    }
    assert.equal((await vivace("exec", "rmw/visits", "add", "5")).stdout.toString(), "5");
    for (const [at, site] of ["urbana", "ireland"].entries()) {
      assert.ok((await critical(site)) > (before[at] ?? 0n), `critical messages cross the edge of ${site}`);
    }
  });

  test("a host has the rights that REST gives it", async () => {
    const cableOf = (text: string) =>
      UdpTunnel.open({ bind: { address: text, port: 7000 }, peer: { address: text, port: vivaceEdgePort } });
    const [backup, archive] = [await cableOf("127.78.1.200"), await cableOf("127.78.2.200")];
    const frame = encodeUdpDatagram({
      ethernet: { dst: 0n, src: 0n },
      source: { address: address("127.78.1.200"), port: 7000 },
      destination: { address: address("127.78.2.200"), port: 7000 },
      dscp: 46,
      payload: Uint8Array.of(1),
    });
    const arrives = () =>
      new Promise((resolve) => {
        archive.onFrame((arrived) => resolve(decodeUdpDatagram(arrived)?.dscp));
        backup.send(frame);
      });
    const allow = (rights: object) =>
      api("/v1/edges/urbana/hosts/backup", {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(rights),
      });
    assert.equal(await arrives(), 0);
    assert.equal((await allow({ trust: "dscp" })).status, 200);
    assert.equal(await arrives(), 46);
    await Promise.all([backup.close(), archive.close()]);
  });

  test("it is described, and ends whole", async () => {
    const { paths } = (await (await api("/openapi.json")).json()) as { paths: object };
    for (const each of ["/v1/edges", "/v1/traffic-classes", "/v1/edges/{site}/hosts/{host}"]) {
      assert.ok(Object.hasOwn(paths, each), each);
    }
    assert.equal(await daemon.stop(), 0);
  });
});
