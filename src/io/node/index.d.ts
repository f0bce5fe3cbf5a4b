export { boundSocket, type SocketAddress } from "./bound-socket.js";
export * from "./clock.js";
export * from "./ethernet/index.js";
export { keepFreedMemory } from "./freed-memory.js";
export * from "./pcap/index.js";
export * from "./random.js";
export * from "./segment-storage.js";
export * from "./udp-socket-transport.js";
export * from "./udp-tunnel.js";
