import { type EngineEnvironment } from "../forwarding/engine.js";
import type { Code } from "./code.js";
/** The function of the parser and of the checksums that follow it, `(packet)`. */
export declare function parserFunction(code: Code, environment: EngineEnvironment): string;
