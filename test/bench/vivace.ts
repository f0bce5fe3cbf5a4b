import { runArea } from "./frame/area.js";
import { measureVivace } from "./vivace/area.js";

await runArea("vivace", measureVivace);
