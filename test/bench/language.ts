import { runArea } from "./frame/area.js";
import { measureLanguage } from "./language/area.js";

await runArea("language", measureLanguage);
