// Builds everything: P4Runtime messages from the .proto files, then every room, in dependency order.
// `--product` leaves the tests out; `--proto` makes the messages again.
// `node scripts/build.mjs [room …]` builds only the named rooms (for example `src/dsl test/dsl`) and what they need.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function run(command, args, cwd = root) {
  const result = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

const generated = path.join(root, "src/p4runtime/gen");
if (!existsSync(generated) || process.argv.includes("--proto")) {
  run(path.join(root, "node_modules/.bin/buf"), ["generate"], path.join(root, "src/p4runtime"));
}
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const rooms = process.argv.includes("--product") ? ["src/cli", "bmv2-env"] : named;
const compile = (...projects) =>
  run(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-b", ...projects]);

// First the package that the others import by its name: the compiler looks for it before it has built it.
compile("src/p4runtime");
compile(...rooms);
