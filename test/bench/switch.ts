import { runArea } from "./frame/area.js";
import { measureSwitch } from "./switch/area.js";

await runArea("switch", measureSwitch);
