import { CodedError } from "../../base/index.js";
import type { PacketPort } from "../../io/index.js";
import { InterfacePort, PcapPort, RecordedPort, UdpTunnel } from "../../io/node/index.js";
import type { PortSetting, SwitchSettings } from "./settings.js";

/** A port that is open. */
export interface OpenPort {
  readonly number: number;
  readonly name: string;
  readonly port: PacketPort;
}

/**
 * Opens the ports of a switch, all or none.
 *
 * @throws CodedError `PORT-…`, `TUNNEL-BIND`, `PCAP-…`
 */
export async function openPorts(settings: SwitchSettings): Promise<OpenPort[]> {
  const open: OpenPort[] = [];
  try {
    for (const setting of settings.ports) {
      const inner = await openPort(setting, settings);
      const { pcapDirectory } = settings;
      const port =
        pcapDirectory === undefined ? inner : new RecordedPort(inner, pcapDirectory, fileNameOf(setting));
      open.push({ number: setting.port, name: setting.name, port });
    }
    return open;
  } catch (error) {
    await closePorts(open);
    throw error;
  }
}

export async function closePorts(ports: readonly OpenPort[]): Promise<void> {
  await Promise.all(ports.map(({ port }) => port.close()));
}

async function openPort({ name }: PortSetting, { filesAfterS }: SwitchSettings): Promise<PacketPort> {
  if (filesAfterS !== undefined) return new PcapPort(".", name);
  if (!name.startsWith("udp:")) return new InterfacePort(name);
  const [, address, port] = /^udp:(.+):([0-9]{1,5})$/.exec(name) ?? [];
  if (address === undefined || port === undefined || Number(port) > 65_535) {
    throw new CodedError({
      code: "TUNNEL-ADDRESS",
      message: `${name} is no address of a tunnel`,
      help: "Give udp:ADDRESS:PORT, for example udp:127.0.0.1:7001; the other end is whoever sends there.",
    });
  }
  return UdpTunnel.open({ bind: { address, port: Number(port) } });
}

/** A tunnel's name has signs that file names do without. */
function fileNameOf({ name }: PortSetting): string {
  return name.replaceAll(/[/:]/g, "_");
}
