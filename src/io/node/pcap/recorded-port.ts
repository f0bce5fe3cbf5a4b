import path from "node:path";
import type { PacketPort } from "../../index.js";
import { PcapWriter } from "./pcap-writer.js";

/** Nanoseconds since 1970, to the microsecond. */
function nowNs(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
}

/** A port whose traffic is written to two capture files, `NAME_in.pcap` and `NAME_out.pcap`. */
export class RecordedPort implements PacketPort {
  readonly #port: PacketPort;
  readonly #incoming: PcapWriter;
  readonly #outgoing: PcapWriter;

  /** @throws CodedError `PCAP-FILE` when the files cannot be made */
  constructor(port: PacketPort, directory: string, name: string) {
    this.#port = port;
    this.#incoming = new PcapWriter(path.join(directory, `${name}_in.pcap`));
    this.#outgoing = new PcapWriter(path.join(directory, `${name}_out.pcap`));
  }

  send(frame: Uint8Array): void {
    this.#outgoing.write(frame, nowNs());
    this.#port.send(frame);
  }

  onFrame(receive: (frame: Uint8Array) => void): void {
    this.#port.onFrame((frame) => {
      this.#incoming.write(frame, nowNs());
      receive(frame);
    });
  }

  async close(): Promise<void> {
    await this.#port.close();
    this.#incoming.close();
    this.#outgoing.close();
  }
}
