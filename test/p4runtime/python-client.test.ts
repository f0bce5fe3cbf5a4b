// The server with a client that is not ours: gRPC's C library and the public Python messages.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { config, deviceId, startWorld } from "./world.js";

/** The tests of this directory run compiled, from build/test/p4runtime. */
const script = path.resolve(import.meta.dirname, "../../../test/p4runtime/referee/client.py");

/** The public messages may be older than the Python library, which then wants to be told so. */
const env = { ...process.env, PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION: "python" };

const imports = "import grpc, google.rpc.status_pb2, p4.v1.p4runtime_pb2_grpc";
const skip =
  spawnSync("python3", ["-c", imports], { env, stdio: "ignore" }).status === 0
    ? false
    : "python3 with grpc, google.rpc and p4.v1 is not on PATH";

/** Codes of google.rpc. */
const [invalidArgument, alreadyExists, outOfRange] = [3, 6, 11];

describe("the server and a Python client", () => {
  it("understand each other", { skip }, async (test) => {
    const { address } = await startWorld(test);
    const directory = mkdtempSync(path.join(tmpdir(), "python-client-"));
    test.after(() => rmSync(directory, { recursive: true }));
    const files = { p4info: path.join(directory, "p4info.bin"), device: path.join(directory, "device") };
    writeFileSync(files.p4info, config.p4info);
    writeFileSync(files.device, config.deviceConfig);
    const { stdout } = await promisify(execFile)(
      "python3",
      [script, address, `${deviceId}`, files.p4info, files.device],
      { env, timeout: 30_000 },
    );
    const lines = stdout.trim().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      [
        { step: "capabilities", version: "1.5.0" },
        { step: "arbitration", code: 0, same_id: true },
        { step: "pipeline", same_p4info: true, same_device_config: true, cookie: `${config.cookie}` },
        { step: "write", code: "OK", errors: [] },
        { step: "write", code: "UNKNOWN", errors: [alreadyExists, 0, outOfRange] },
        { step: "write", code: "UNKNOWN", errors: Array.from({ length: 100 }, () => alreadyExists) },
        { step: "read", low: ["01", "02", "03"] },
        { step: "packet", payload: "payload", metadata: ["03", "01"] },
        { step: "refused packet", code: invalidArgument },
      ],
    );
  });
});
