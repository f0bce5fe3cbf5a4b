/** P4Runtime for Node: a client, a server, and all that both are made of. */
export { type ConfigAction, type MarkedConfig, P4RuntimeClient } from "./client/client.js";
export type { ArbitrationState, ClientEvents } from "./client/events.js";
export type { ClientTls, ConnectOptions, RoleConfig } from "./client/options.js";
export * from "./codec/index.js";
export * from "./errors.js";
export { p4RuntimeService } from "./grpc/service.js";
export type * from "./pipeline.js";
export { Arbitration, type ArbitrationLimits, type Claim, type Notice } from "./server/arbitration.js";
export { apiVersion, type ListenOptions, P4RuntimeServer, type ServerTls } from "./server/server.js";
export { EntityStore } from "./store/entity-store.js";
export * from "./values.js";
