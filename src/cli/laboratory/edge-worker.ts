import type { EdgeLink } from "../../../controller/index.js";
import { InterfacePort, keepFreedMemory } from "../../io/node/index.js";
import { dscpOf } from "../../sim/index.js";
import { EmbeddedSwitch } from "../fabric/embedded-switch.js";
import { serveParent } from "./serve-parent.js";

/** The edge of a site on network interfaces. */
export interface EdgeTask {
  readonly kind: "edge";
  readonly site: string;
  readonly deviceId: string;
  readonly hosts: readonly { readonly port: number; readonly interface: string }[];
  readonly links: readonly (Pick<EdgeLink, "port" | "cable"> & { readonly interface: string })[];
}

/**
 * A site's edge: an embedded switch whose ports are network interfaces, with rate and delay in the queues of its links.
 * It is ready with the address of its P4Runtime server, and can be asked for the `bytes` that it has sent to other sites.
 */
export async function runEdge({ site, deviceId, hosts, links }: EdgeTask): Promise<void> {
  keepFreedMemory();
  const device = new EmbeddedSwitch({
    name: `the edge of ${site}`,
    deviceId: BigInt(deviceId),
    grpc: "auto",
  });
  const { dataPlane } = device;
  await device.start();
  const bytes = { priority: 0, bulk: 0 };
  const open = (number: number, name: string) => {
    const port = new InterfacePort(name);
    port.onFrame((frame) => dataPlane.receive(number, frame));
    return port;
  };
  const ports = hosts.map(({ port: number, interface: name }) => {
    const port = open(number, name);
    dataPlane.attach(number, port);
    return port;
  });
  const wires = links.map(({ port: number, interface: name, cable }) => {
    const port = open(number, name);
    dataPlane.setLink(number, cable);
    dataPlane.attach(number, {
      send: (frame) => {
        bytes[dscpOf(frame) === 0 ? "bulk" : "priority"] += frame.length;
        port.send(frame);
      },
    });
    return port;
  });
  await serveParent({ address: device.address }, new Map([["bytes", () => bytes]]));
  await Promise.all([...ports, ...wires].map((port) => port.close()));
  await device.stop();
}
