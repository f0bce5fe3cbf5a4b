import { P4RuntimeServer } from "p4runtime-js-grpc";
import { seededRandom } from "../../../src/base/index.js";
import { eventLoopTimers, monotonicClock } from "../../../src/io/node/index.js";
import { Switch, SwitchPipeline } from "../../../src/switch/index.js";
import { cpuPort, deviceId } from "../frame/bmv2.js";

/** An embedded switch in a process of its own; it tells its parent where its P4Runtime server listens. */
const dataPlane = new Switch({ clock: monotonicClock, timers: eventLoopTimers, random: seededRandom(1) });
const server = new P4RuntimeServer(new Map([[deviceId, new SwitchPipeline(dataPlane, { cpuPort })]]));
process.on("disconnect", () => process.exit(0));
process.send?.(await server.listen({ port: 0 }));
