import type { Fabric } from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { ControllerService } from "../fabric/controller-service.js";
import { type HostAttachment, hostAttachment } from "../fabric/host-attachment.js";
import { interrupted } from "../fabric/interrupt.js";
import { loadFabric } from "../fabric/load-fabric.js";
import { parseListenAddress } from "../fabric/rest-server.js";
import { descriptorOf, StateDirectory } from "../fabric/state-directory.js";
import { say, tellEvent } from "../output.js";

export interface ControllerOptions {
  readonly fabric: string;
  readonly state: string;
  /** `switch=host:port`, with commas between them. */
  readonly addresses: string;
  /** `host=namespace`, with commas between them. */
  readonly namespaces: string;
  readonly listen: string;
}

/**
 * Runs the controller of a fabric whose switches run already, until somebody asks it to stop. Hosts with a namespace
 * can be used with `--state` as soon as the token goes round; with an api host among them there is a REST API.
 */
export async function controller(options: ControllerOptions): Promise<void> {
  const fabric = loadFabric(options.fabric);
  const listen = parseListenAddress(options.listen);
  const addresses = addressesOf(fabric, options.addresses);
  const hosts = attachmentsOf(fabric, options.namespaces);
  const state = new StateDirectory(options.state);
  state.assertFree();
  const stop = interrupted();
  const api = hosts.find(({ role }) => role === "api");
  const service = new ControllerService({
    fabric,
    addresses,
    listen,
    onEvent: tellEvent,
    ...(api !== undefined && { api }),
  });
  try {
    service.start();
    // Log servers find their ports in the descriptor, and there is no view without log servers.
    state.publish(descriptorOf({ fabric, addresses, hosts }));
    await service.serving(stop.aborted);
    state.publish(descriptorOf({ fabric, addresses, hosts, ...(service.api && { api: service.api }) }));
    process.send?.("ready");
    say(
      `${fabric.name} is served${service.api === undefined ? "" : `: REST at ${service.api}`}; Ctrl-C stops it`,
    );
    await stop.signal;
  } finally {
    state.withdraw();
    await service.close();
    stop.forget();
  }
}

function addressesOf(fabric: Fabric, text: string): ReadonlyMap<string, string> {
  const names = fabric.switches.map(({ name }) => name);
  const addresses = assignments("--addresses", text, names);
  const missing = names.filter((name) => !addresses.has(name));
  if (missing.length === 0) return addresses;
  const message = `--addresses says nothing of ${missing.join(", ")}`;
  throw optionFault(message, "Give SWITCH=HOST:PORT for every switch, with commas between them.");
}

function attachmentsOf(fabric: Fabric, text: string): readonly HostAttachment[] {
  const names = fabric.hosts.map(({ name }) => name);
  const namespaces = assignments("--namespaces", text, names);
  return fabric.hosts.flatMap((host) => {
    const namespace = namespaces.get(host.name);
    return namespace === undefined ? [] : [hostAttachment(fabric, host, { kind: "socket", namespace })];
  });
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
