import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { Fault } from "./fault.js";
import { ringworld, root } from "./ringworld.js";

/** The parts of a fabric file, with nothing left out, that matter to a network of real interfaces. */
export interface Fabric {
  readonly name: string;
  readonly switches: readonly FabricSwitch[];
  readonly hosts: readonly FabricHost[];
  /** Ends are written `switch/port`. */
  readonly links: readonly { readonly a: string; readonly b: string }[];
}

export interface FabricSwitch {
  readonly name: string;
  readonly device_id: number;
  readonly rack: string;
  readonly ip: string;
  readonly mac: string;
  readonly tick_us: number;
  readonly generator_port: number;
}

export interface FabricHost {
  readonly name: string;
  readonly rack: string;
  readonly ip: string;
  readonly mac: string;
  readonly port: number;
  readonly role: string;
}

/**
 * Writes the fabric as BMv2 needs it to `target`: the token waits for a tick at every switch, because a link between
 * two of them has no delay and the token would go round as fast as the processor allows.
 *
 * @throws Fault `FABRIC-FILE` when the file cannot be read
 */
export function derivePacedFabric(file: string, target: string): void {
  const document = parseDocument(readText(path.resolve(root, file)));
  if (document.errors.length === 0 && document.has("ring")) {
    document.setIn(["ring", "hold_until_tick"], true);
  }
  writeFileSync(target, document.toString());
}

/**
 * Reads a fabric file as the project understands it: checked, and with every default.
 *
 * @throws Fault with what is wrong with it
 */
export async function readFabric(file: string): Promise<Fabric> {
  const { stdout } = await ringworld(["fabric", file, "--json"]);
  return JSON.parse(stdout) as Fabric;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault("FABRIC-FILE", reason, "Name a YAML file with --fabric.");
  }
}
