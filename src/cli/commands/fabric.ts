import { stringify } from "yaml";
import { fabricDocument } from "../../../controller/index.js";
import { loadFabric } from "../fabric/load-fabric.js";
import { printJson } from "../output.js";

/** Checks a fabric file and prints it with nothing left out: every default, and who serves which stripe. */
export function fabric(file: string, options: { readonly json?: boolean }): void {
  const document = fabricDocument(loadFabric(file));
  if (options.json) printJson(document);
  else process.stdout.write(stringify(document));
}
