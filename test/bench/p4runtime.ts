import { runArea } from "./frame/area.js";
import { measureP4Runtime } from "./p4runtime/area.js";

await runArea("p4runtime", measureP4Runtime);
