import type { Random } from "../../base/index.js";
/** Numbers from the operating system's generator: nobody can guess them, and two processes never share them. */
export declare function systemRandom(): Random;
