import type { EngineEnvironment } from "../forwarding/engine.js";
import type { Code } from "./code.js";
/** The function of the deparser, `(packet)`, which gives the bytes of the packet. */
export declare function deparserFunction(code: Code, environment: EngineEnvironment): string;
