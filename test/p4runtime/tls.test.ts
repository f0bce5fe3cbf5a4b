import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import {
  type ClientTls,
  P4RuntimeClient,
  P4RuntimeError,
  P4RuntimeServer,
  type ServerTls,
} from "p4runtime-js-grpc";
import { StorePipeline } from "./store-pipeline.js";
import { config, deviceId } from "./world.js";

const skip = spawnSync("openssl", ["version"]).error === undefined ? false : "openssl is not on PATH";

const timeoutMs = 2_000;
const electionId = 1n;

describe("TLS", () => {
  let directory: string;

  const pem = (name: string) => new Uint8Array(readFileSync(path.join(directory, name)));
  const selfSign = (name: string) =>
    execFileSync(
      "openssl",
      [
        ...[
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-days",
          "2",
        ],
        ...["-keyout", `${name}.key`, "-out", `${name}.pem`, "-subj", `/CN=${name}`],
        ...["-addext", `subjectAltName=DNS:${name}`],
      ],
      { cwd: directory, stdio: "ignore" },
    );

  before(() => {
    if (skip !== false) return;
    directory = mkdtempSync(path.join(tmpdir(), "p4runtime-tls-"));
    selfSign("switch");
    selfSign("controller");
  });
  after(() => {
    if (skip === false) rmSync(directory, { recursive: true });
  });

  async function start(test: TestContext, tls: ServerTls): Promise<string> {
    const server = new P4RuntimeServer(new Map([[deviceId, new StorePipeline()]]));
    const port = await server.listen({ port: 0, tls });
    test.after(() => server.close());
    return `127.0.0.1:${port}`;
  }

  async function works(address: string, tls: ClientTls): Promise<void> {
    const client = await P4RuntimeClient.connect({ address, deviceId, electionId, tls, timeoutMs });
    await client.setPipeline(config);
    await client.close();
  }

  async function fails(promise: Promise<unknown>): Promise<void> {
    await assert.rejects(promise, (error) => error instanceof P4RuntimeError && error.code === "UNAVAILABLE");
  }

  it("carries the protocol, and refuses switches that are not the one meant", { skip }, async (test) => {
    const address = await start(test, { certificate: pem("switch.pem"), privateKey: pem("switch.key") });
    await works(address, { rootCertificates: pem("switch.pem"), serverName: "switch" });
    await fails(works(address, { rootCertificates: pem("controller.pem"), serverName: "switch" }));
    await fails(works(address, { rootCertificates: pem("switch.pem"), serverName: "other" }));
  });

  it("lets in only the controllers it knows", { skip }, async (test) => {
    const address = await start(test, {
      certificate: pem("switch.pem"),
      privateKey: pem("switch.key"),
      clientCertificates: pem("controller.pem"),
    });
    const toSwitch = { rootCertificates: pem("switch.pem"), serverName: "switch" };
    await works(address, {
      ...toSwitch,
      certificate: pem("controller.pem"),
      privateKey: pem("controller.key"),
    });
    await fails(works(address, toSwitch));
    await fails(
      works(address, { ...toSwitch, certificate: pem("switch.pem"), privateKey: pem("switch.key") }),
    );
  });
});
