import { type Statement, walk } from "../../ir/index.js";

/** Either statements that one action can run, or one statement that the control flow branches at. */
export type Step =
  | { readonly kind: "straight"; readonly statements: readonly Statement[] }
  | { readonly kind: "flow"; readonly statement: Statement };

const flowKinds: ReadonlySet<string> = new Set(["applyTable", "applyControl", "exit", "return"]);

/** Whether a statement needs no table, and always ends where the next one begins. */
function isStraight(statement: Statement): boolean {
  let straight = true;
  walk(statement, (target) => {
    if (flowKinds.has(target.kind)) straight = false;
  });
  return straight;
}

/** Groups neighbouring statements that one action can run. */
export function splitSteps(statements: readonly Statement[]): readonly Step[] {
  const steps: Step[] = [];
  let run: Statement[] = [];
  const endRun = () => {
    if (run.length > 0) steps.push({ kind: "straight", statements: run });
    run = [];
  };
  for (const statement of statements) {
    if (isStraight(statement)) {
      run.push(statement);
    } else {
      endRun();
      steps.push({ kind: "flow", statement });
    }
  }
  endRun();
  return steps;
}
