export { PcapPort } from "./pcap-port.js";
export { PcapWriter } from "./pcap-writer.js";
export { parsePcap, readPcap } from "./read-pcap.js";
export { RecordedPort } from "./recorded-port.js";
//# sourceMappingURL=index.js.map