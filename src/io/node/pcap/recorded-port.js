import path from "node:path";
import { PcapWriter } from "./pcap-writer.js";
/** Nanoseconds since 1970, to the microsecond. */
function nowNs() {
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
}
/** A port whose traffic is written to two capture files, `NAME_in.pcap` and `NAME_out.pcap`. */
export class RecordedPort {
    #port;
    #incoming;
    #outgoing;
    /** @throws CodedError `PCAP-FILE` when the files cannot be made */
    constructor(port, directory, name) {
        this.#port = port;
        this.#incoming = new PcapWriter(path.join(directory, `${name}_in.pcap`));
        this.#outgoing = new PcapWriter(path.join(directory, `${name}_out.pcap`));
    }
    send(frame) {
        this.#outgoing.write(frame, nowNs());
        this.#port.send(frame);
    }
    onFrame(receive) {
        this.#port.onFrame((frame) => {
            this.#incoming.write(frame, nowNs());
            receive(frame);
        });
    }
    async close() {
        await this.#port.close();
        this.#incoming.close();
        this.#outgoing.close();
    }
}
//# sourceMappingURL=recorded-port.js.map