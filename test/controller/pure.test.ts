import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "./checkout.js";

/** Everything of the controller but what opens sockets: the simulation runs it as it is. */
const impure = new Set(["connect/p4runtime-connection.ts", "index.ts"]);

function sources(folder: string): string[] {
  return readdirSync(path.join(root, "controller", folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "rest" ? [] : sources(name);
    return name.endsWith(".ts") && !impure.has(name) ? [name] : [];
  });
}

test("the controller's logic uses no Node API, no gRPC, no clock and no chance of its own", () => {
  const banned =
    /from "(node:[^"]*|p4runtime-js-grpc|@grpc[^"]*)"|\b(Buffer|process|Date\.now|Math\.random|setTimeout)\b/;
  const files = sources("");
  assert(files.length > 20);
  const faults = files.flatMap((file) =>
    readFileSync(path.join(root, "controller", file), "utf8")
      .split("\n")
      .flatMap((line, at) =>
        banned.test(line) && !line.trim().startsWith("*") ? [`${file}:${at + 1}: ${line}`] : [],
      ),
  );
  assert.deepEqual(faults, []);
});
