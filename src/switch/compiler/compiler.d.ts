import type { Engine, EngineEnvironment } from "../forwarding/engine.js";
/**
 * The fast engine: the program becomes JavaScript made for it. Every field is a fixed word of a typed array,
 * every expression is done on 32-bit numbers where its range allows (see `Ranges`), every action and table is
 * a function of its own.
 */
export declare function compiled(environment: EngineEnvironment): Engine;
/** The JavaScript of a program, for people to read. */
export declare function compiledText(environment: EngineEnvironment): string;
