export * from "./proxied-transport.js";
export * from "./site.js";
export * from "./wan-proxy.js";
