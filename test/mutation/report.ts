// Plants every fault and says what notices it.
import { mutants } from "./mutants.js";
import { notice } from "./support/notice.js";
import { plant } from "./support/plant.js";

let survived = 0;
for (const mutant of mutants) {
  const reason = await notice(await plant(mutant), mutant.check);
  if (reason === undefined) survived += 1;
  const words = reason?.split("\n").slice(0, 2).join(" ") ?? "nobody noticed";
  const { kind, program } = mutant.check;
  process.stdout.write(`${reason === undefined ? "SURVIVED" : "caught"} ${mutant.file}: ${mutant.name}\n`);
  process.stdout.write(`    by the ${kind} of ${program}: ${words.slice(0, 150)}\n`);
}
process.stdout.write(`${mutants.length} faults, ${mutants.length - survived} caught, ${survived} survived\n`);
process.exitCode = survived === 0 ? 0 : 1;
