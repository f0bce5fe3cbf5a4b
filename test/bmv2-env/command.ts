import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The checkout: this file is compiled to build/test/bmv2-env. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the build to its end. */
export async function runToEnd(
  program: "bmv2-env/main.js" | "src/cli/main.js",
  args: readonly string[],
  options: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [path.join(root, "build", program), ...args], {
    cwd: root,
    env: options.env ?? process.env,
  });
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)];
  child.stdin.end(options.input ?? "");
  const [code] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, stdout: stdout(), stderr: stderr() };
}

/** An environment that was started with `up`, as a person would. */
export class UpEnvironment {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #stderr: () => string;

  constructor(state: string, kind: "bmv2" | "embedded") {
    const program = path.join(root, "build/bmv2-env/main.js");
    const args = ["up", "--switch", kind, "--state", state, "--listen", "127.0.0.1:0"];
    this.#child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.pid = this.#child.pid ?? 0;
    this.#ended = once(this.#child, "close");
    this.#stderr = gather(this.#child.stderr);
  }

  /** The beginning of the name of everything that it makes. */
  get prefix(): string {
    return `rw${this.pid.toString(36)}`;
  }

  /** Waits until it has said something. */
  async said(text: string): Promise<void> {
    while (!this.#stderr().includes(text)) {
      if (this.#child.exitCode !== null) throw new Error(`it ended: ${this.#stderr()}`);
      await sleep(50);
    }
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    await this.#ended;
    return this.#child.exitCode;
  }
}

export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), "bmv2-env-test-"));
  return { path: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Waits until something is so. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(50);
}

/** URL of the REST API that the controller of a state directory serves. */
export function apiOf(state: string): string {
  const descriptor = JSON.parse(readFileSync(path.join(state, "fabric.json"), "utf8")) as { api: string };
  return descriptor.api;
}

export function exists(...parts: readonly string[]): boolean {
  return existsSync(path.join(...parts));
}

function gather(stream: NodeJS.ReadableStream | null): () => string {
  const parts: Buffer[] = [];
  stream?.on("data", (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString();
}
