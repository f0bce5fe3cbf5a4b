import { ringworld } from "./ringworld.js";

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

/** A fabric, and the text of a fabric file that says the same. */
export interface ReadFabric {
  readonly fabric: Fabric;
  readonly text: string;
}

/**
 * Reads a fabric file as the project understands it, checked and with every default, and lets its token wait for a
 * tick at every switch: a link between two BMv2 switches has no delay, and the token would go round as fast as the
 * processor allows.
 *
 * @throws Fault with everything that is wrong with the file
 */
export async function readPacedFabric(file: string): Promise<ReadFabric> {
  const { stdout } = await ringworld(["fabric", file, "--json"]);
  const document = JSON.parse(stdout) as Fabric & { readonly ring: object };
  const fabric = { ...document, ring: { ...document.ring, hold_until_tick: true } };
  return { fabric, text: `${JSON.stringify(fabric, null, 2)}\n` };
}
