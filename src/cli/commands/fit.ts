import { emitTna } from "../../emit/index.js";
import { resolvePositions } from "../../passes/index.js";
import { compileFit } from "../fit/compile.js";
import type { Fit } from "../fit/fit.js";
import { printJson, renderTable } from "../output.js";
import { chosenPrograms, resolverOf } from "../programs.js";

const heading = ["program", "ingress", "egress", "stateful ALUs", "SRAM", "TCAM", "PHV bits"];

/** Compiles programs for Tofino 1 and prints what each takes: stages of 12, blocks of memory, bits of header vector. */
export async function fit(program: string | undefined, { json }: { readonly json?: boolean }): Promise<void> {
  const resolver = resolverOf({});
  const chosen = await chosenPrograms({ program }, resolver);
  const fits = chosen.map(({ name, ir }) => compileFit(name, emitTna(resolvePositions(ir, resolver))));
  if (json) for (const each of fits) printJson(each);
  else process.stdout.write(`${renderTable(heading, fits.map(rowOf))}\n`);
}

function rowOf(fit: Fit): readonly string[] {
  const { ingressStages, egressStages, statefulAlus, sramBlocks, tcamBlocks, phvBits } = fit;
  const numbers = [ingressStages, egressStages, statefulAlus, sramBlocks, tcamBlocks, phvBits];
  return [fit.program, ...numbers.map(String)];
}
