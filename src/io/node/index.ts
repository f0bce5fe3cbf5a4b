export * from "./clock.js";
export * from "./random.js";
export * from "./segment-storage.js";
export * from "./udp-tunnel.js";
