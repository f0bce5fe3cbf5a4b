import { runArea } from "./frame/area.js";
import { measureRingWorld } from "./ringworld/area.js";

await runArea("ringworld", measureRingWorld);
