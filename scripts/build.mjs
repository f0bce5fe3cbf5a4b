// Builds everything: P4Runtime messages from the .proto files, then every room, in dependency order.
// `--product` leaves the tests out; `--proto` makes the messages again.
// `node scripts/build.mjs [room …]` builds only the named rooms (for example `src/dsl test/dsl`) and what they need.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function run(command, args, cwd = root) {
  const result = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** An unset field of bytes is one and the same empty array in all messages: making one is what decoding spends most on. */
function shareEmptyBytes() {
  for (const file of readdirSync(generated, { recursive: true }).filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(path.join(generated, file), "utf8");
    const shared = text.replaceAll("new Uint8Array(0)", "noBytes");
    if (shared !== text)
      writeFileSync(path.join(generated, file), `${shared}\nconst noBytes = new Uint8Array(0);\n`);
  }
}

const generated = path.join(root, "src/p4runtime/gen");
const protos = path.join(root, "src/p4runtime/proto");
const isStale = () => {
  const madeMs = statSync(generated).mtimeMs;
  const files = readdirSync(protos, { recursive: true }).map((file) => path.join(protos, file));
  return files.some((file) => statSync(file).mtimeMs > madeMs);
};
if (!existsSync(generated) || isStale() || process.argv.includes("--proto")) {
  run(path.join(root, "node_modules/.bin/buf"), ["generate"], path.join(root, "src/p4runtime"));
  shareEmptyBytes();
}
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const rooms = process.argv.includes("--product") ? ["src/cli", "bmv2-env"] : named;
const compile = (...projects) =>
  run(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-b", ...projects]);

// First the package that the others import by its name: the compiler looks for it before it has built it.
compile("src/p4runtime");
compile(...rooms);
