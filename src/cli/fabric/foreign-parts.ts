import {
  type Fabric,
  type FabricParts,
  presentFabric,
  type StoredFabric,
} from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { type HostAttachment, hostAttachment } from "./host-attachment.js";
import { descriptorOf, type StateDirectory } from "./state-directory.js";

/** Where the parts of a fabric are that somebody else runs. */
export interface ForeignOptions {
  /** `switch=host:port`, with commas between them. */
  readonly addresses: string;
  /** `host=namespace`, with commas between them. */
  readonly namespaces: string;
}

/**
 * Switches and log servers that somebody else runs: whoever changes the fabric has started what is new, and ends what
 * has left. A switch that was not named at the start is found where the fabric file says (`grpc`).
 */
export class ForeignParts implements FabricParts {
  readonly #state: StateDirectory;
  readonly #addresses: ReadonlyMap<string, string>;
  readonly #namespaces: ReadonlyMap<string, string>;
  #fabric: Fabric;
  #api: string | undefined;

  /** @throws CodedError `CONTROLLER-OPTION` */
  constructor(stored: StoredFabric, { addresses, namespaces }: ForeignOptions, state: StateDirectory) {
    const fabric = presentFabric(stored);
    const names = fabric.switches.map(({ name }) => name);
    this.#state = state;
    this.#fabric = fabric;
    this.#addresses = assignments("--addresses", addresses, names);
    this.#namespaces = assignments(
      "--namespaces",
      namespaces,
      fabric.hosts.map(({ name }) => name),
    );
    this.check(fabric);
  }

  /** The host through which the REST API appends, if it can be reached. */
  get api(): HostAttachment | undefined {
    return this.#attachments.find(({ role }) => role === "api");
  }

  /** Tells other processes what is there; `api` is the URL of the REST API. */
  publish(api: string | undefined): void {
    this.#api = api;
    this.#publish();
  }

  /** @throws CodedError `CONTROLLER-OPTION` when nobody has said where a switch is */
  check({ switches }: Fabric): void {
    const missing = switches.filter(({ name, grpc }) => !this.#addresses.has(name) && grpc === "auto");
    if (missing.length === 0) return;
    const names = missing.map(({ name }) => name).join(", ");
    throw optionFault(
      `--addresses says nothing of ${names}, and neither does the fabric file`,
      "Give SWITCH=HOST:PORT with --addresses, or `grpc: HOST:PORT` in the fabric file.",
    );
  }

  follow(stored: StoredFabric): Promise<ReadonlyMap<string, string>> {
    this.#fabric = presentFabric(stored);
    this.#publish();
    return Promise.resolve(this.#known);
  }

  get #known(): ReadonlyMap<string, string> {
    return new Map(this.#fabric.switches.map(({ name, grpc }) => [name, this.#addresses.get(name) ?? grpc]));
  }

  get #attachments(): readonly HostAttachment[] {
    return this.#fabric.hosts.flatMap((host) => {
      const namespace = this.#namespaces.get(host.name);
      if (namespace === undefined) return [];
      return [hostAttachment(this.#fabric, host, { kind: "socket", namespace })];
    });
  }

  #publish(): void {
    const api = this.#api === undefined ? {} : { api: this.#api };
    const [addresses, hosts] = [this.#known, this.#attachments];
    this.#state.publish(descriptorOf({ fabric: this.#fabric, addresses, hosts, ...api }));
  }
}

/** Reads `name=value,name=value`. */
function assignments(option: string, text: string, names: readonly string[]): ReadonlyMap<string, string> {
  const parts = text.split(",").filter((part) => part !== "");
  return new Map(
    parts.map((part) => {
      const [name = "", value = ""] = part.split("=", 2);
      if (names.includes(name) && value !== "") return [name, value];
      throw optionFault(
        `${option}: "${part}" is not NAME=VALUE with a name of the fabric`,
        `Names are ${names.join(", ")}.`,
      );
    }),
  );
}

function optionFault(message: string, help: string): CodedError {
  return new CodedError({ code: "CONTROLLER-OPTION", message, help });
}
