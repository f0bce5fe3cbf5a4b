import { readFileSync } from "node:fs";
import type { ServerTls } from "p4runtime-js-grpc";
import { type GivenArguments, refuse } from "./arguments.js";
import { switchOptions } from "./option-table.js";
import { type LogLevel, logLevels } from "./switch-log.js";

/** A port of the switch and what is behind it. */
export interface PortSetting {
  readonly port: number;
  /** An interface, or `udp:ADDRESS:PORT`. */
  readonly name: string;
}

/** Programs know a port by 9 bits. */
const portMax = 511;

/** Everything that the command line says, checked. */
export interface SwitchSettings {
  /** File with BMv2 JSON; absent: start without a program. */
  readonly json?: string;
  readonly ports: readonly PortSetting[];
  readonly deviceId: bigint;
  readonly grpc: { readonly host: string; readonly port: number; readonly tls?: ServerTls };
  readonly cpuPort?: number;
  readonly dropPort?: number;
  readonly priorityQueues: number;
  /** Directory of capture files that are written. */
  readonly pcapDirectory?: string;
  /** Capture files instead of interfaces, after so many seconds. */
  readonly filesAfterS?: number;
  readonly log: LogSettings;
  /** What was said in vain, for a person. */
  readonly warnings: readonly string[];
}

export interface LogSettings {
  readonly console: boolean;
  readonly file?: string;
  readonly level: LogLevel;
  readonly flush: boolean;
  readonly fileBytesMax: number;
  readonly filesMax: number;
  readonly packetBytes: number;
}

/**
 * Checks the values of a command line.
 *
 * @throws CodedError `SWITCH-OPTION`
 */
export function settingsOf(given: GivenArguments): SwitchSettings {
  const values = new Values(given);
  values.refuseRefused();
  const json = jsonOf(values, given.positional);
  const cpuPort = values.number("cpu-port", 1, 2 ** 31);
  const dropPort = values.number("drop-port", 0, 2 ** 31);
  const pcap = values.text("pcap");
  const filesAfterS = values.number("use-files", 0, 2 ** 31);
  return {
    ...(json === undefined ? {} : { json }),
    ports: portsOf(values),
    deviceId: BigInt(values.number("device-id", 0, Number.MAX_SAFE_INTEGER) ?? 0),
    grpc: grpcOf(values),
    ...(cpuPort === undefined ? {} : { cpuPort }),
    ...(dropPort === undefined ? {} : { dropPort }),
    priorityQueues: Math.max(1, values.number("priority-queues", 0, 256) ?? 1),
    ...(pcap === undefined ? {} : { pcapDirectory: pcap === "" ? "." : pcap }),
    ...(filesAfterS === undefined ? {} : { filesAfterS }),
    log: logOf(values),
    warnings: [...values.inVain(), ...given.unknown.map((each) => `${each} is not known and has no effect`)],
  };
}

/** Reads values by the name of their option. */
class Values {
  readonly #given: GivenArguments;

  constructor(given: GivenArguments) {
    this.#given = given;
  }

  has(name: string): boolean {
    return this.#given.values.has(name);
  }

  all(name: string): readonly string[] {
    return this.#given.values.get(name) ?? [];
  }

  text(name: string): string | undefined {
    return this.all(name)[0];
  }

  number(name: string, low: number, high: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^[0-9]+$/.test(text) && value >= low && value <= high) return value;
    throw refuse(`--${name} ${text}`, `Give a whole number from ${low} to ${high}.`);
  }

  /** The bytes of a PEM file. */
  file(name: string): Uint8Array {
    const file = this.text(name);
    if (file === undefined) throw refuse(`--grpc-server-ssl without --${name}`, `Give --${name} FILE.`);
    try {
      return readFileSync(file);
    } catch (error) {
      throw refuse(`--${name}: ${error instanceof Error ? error.message : error}`, "Name a PEM file.");
    }
  }

  refuseRefused(): void {
    const found = switchOptions.find(({ name, effect }) => effect === "refused" && this.has(name));
    if (found !== undefined) throw refuse(`--${found.name}: ${found.help}`, "Leave it out.");
  }

  inVain(): string[] {
    return switchOptions
      .filter(({ name, effect }) => effect === "none" && this.has(name))
      .map(({ name, help }) => `--${name} has no effect: ${help}`);
  }
}

function jsonOf(values: Values, positional: readonly string[]): string | undefined {
  if (values.has("no-p4")) return undefined;
  const [json] = positional;
  if (json === undefined) throw refuse("no program", "Name a file with BMv2 JSON, or say --no-p4.");
  return json;
}

function portsOf(values: Values): PortSetting[] {
  const ports = new Map<number, string>();
  for (const text of values.all("interface")) {
    const [, number, name] = /^([0-9]{1,5})@(.+)$/.exec(text) ?? [];
    if (number === undefined || name === undefined)
      throw refuse(`--interface ${text}`, "Give PORT@INTERFACE, for example 1@veth0.");
    if (Number(number) > portMax) throw refuse(`--interface ${text}`, `Ports go from 0 to ${portMax}.`);
    if (ports.has(Number(number))) throw refuse(`port ${number} is given twice`, "Number ports differently.");
    ports.set(Number(number), name);
  }
  return [...ports].map(([port, name]) => ({ port, name }));
}

function grpcOf(values: Values): SwitchSettings["grpc"] {
  const text = values.text("grpc-server-addr") ?? "0.0.0.0:9559";
  const [, host, port] = /^(.+):([0-9]{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw refuse(`--grpc-server-addr ${text}`, "Give ADDRESS:PORT, for example 127.0.0.1:9559.");
  const tls = values.has("grpc-server-ssl") ? { tls: tlsOf(values) } : {};
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port), ...tls };
}

function tlsOf(values: Values): ServerTls {
  const needsClient = values.has("grpc-server-with-client-auth");
  return {
    certificate: values.file("grpc-server-cert"),
    privateKey: values.file("grpc-server-key"),
    ...(needsClient ? { clientCertificates: values.file("grpc-server-cacert") } : {}),
  };
}

function logOf(values: Values): LogSettings {
  const file = values.text("log-file");
  const level = values.text("log-level") ?? "trace";
  const known = logLevels.find((each) => each === level);
  if (known === undefined) throw refuse(`--log-level ${level}`, `Give one of ${logLevels.join(", ")}.`);
  if (values.has("log-console") && file !== undefined)
    throw refuse("--log-console and --log-file", "Choose one of them.");
  return {
    console: values.has("log-console"),
    ...(file === undefined ? {} : { file }),
    level: known,
    flush: values.has("log-flush"),
    fileBytesMax: values.number("log-file-max-size", 1, 2 ** 40) ?? 5 * 1024 * 1024,
    filesMax: values.number("log-file-max-files", 0, 1000) ?? 3,
    packetBytes: values.number("dump-packet-data", 0, 65_536) ?? 0,
  };
}
