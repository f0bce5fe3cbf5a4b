import { readPacedFabric } from "../fabric.js";
import { layOut } from "../layout.js";
import { layoutCommands } from "../layout-commands.js";

export interface LayoutOptions {
  readonly fabric: string;
  readonly prefix: string;
}

/** Prints, as JSON, the network that `up --prefix` expects to find: for those who make it themselves. */
export async function layout(options: LayoutOptions): Promise<void> {
  const { fabric } = await readPacedFabric(options.fabric);
  const planned = layOut(fabric, options.prefix);
  const { here, there } = layoutCommands(planned);
  const printed = { cables: planned.cables, here, there: Object.fromEntries(there) };
  process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
}
