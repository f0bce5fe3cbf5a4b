// Runs the compiled tests: `node scripts/test.mjs [room …]`; without rooms, all of them.
// Ends with one plain line, "N passed, N failed, N skipped", and a non-zero exit code when anything failed.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const testDirectory = path.join(root, "build/test");

function testFiles(directory) {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const file = path.join(directory, name);
      if (statSync(file).isDirectory()) return testFiles(file);
      return name.endsWith(".test.js") ? [file] : [];
    });
}

const rooms = process.argv.slice(2);
const directories = rooms.length > 0 ? rooms.map((room) => path.join(testDirectory, room)) : [testDirectory];
const files = directories.flatMap(testFiles);
if (files.length === 0) {
  console.error("no compiled tests found: build first");
  process.exit(1);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({ files, concurrency: 2, timeout: 600_000 });
stream.on("test:pass", (event) => {
  if (event.details?.type === "suite") return;
  if (event.skip !== undefined || event.todo !== undefined) counts.skipped += 1;
  else counts.passed += 1;
});
stream.on("test:fail", (event) => {
  if (event.details?.type !== "suite") counts.failed += 1;
});
stream.on("end", () => {
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
});
process.on("exit", () => {
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
});
stream.compose(new spec()).pipe(process.stdout);
