/**
 * The protobuf messages, one namespace for each package, since `Action` and `Error` mean several things:
 *
 * ```ts
 * import { p4info } from "p4runtime-js-grpc/messages";
 * const bytes = p4info.P4Info.encode(p4info.P4Info.create({ pkgInfo: { arch: "v1model" } })).finish();
 * ```
 *
 * Every message has `create`, `encode` and `decode`. 64-bit integers are bigints, bytes are `Uint8Array`, and a
 * oneof is `{ $case, value }`. Nothing here needs Node.
 */
export { Any } from "../gen/google/protobuf/any.js";
export * as rpc from "../gen/google/rpc/status.js";
export * as p4 from "./p4.js";
export * as p4info from "./p4info.js";
export * as stratum from "./stratum.js";
