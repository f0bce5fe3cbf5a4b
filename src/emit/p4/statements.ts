import type { ApplyTable, Block, If, Statement, Switch, Variable } from "../../ir/index.js";
import { typeName } from "../../ir/index.js";
import { type Arm, block, branches, type Code, comment, gap, line } from "./code.js";
import { printPosition } from "./describe.js";
import type { Dialect } from "./dialect.js";
import { printExpression, printTyped } from "./expressions.js";

/** The statements of a body. */
export function printStatements(statements: readonly Statement[], dialect: Dialect): readonly Code[] {
  return statements.flatMap((statement, position) => {
    const printed = printStatement(statement, dialect);
    const titled = statement.kind === "block" && statement.title !== undefined;
    return titled && position > 0 ? [gap, ...printed] : printed;
  });
}

function printStatement(statement: Statement, dialect: Dialect): readonly Code[] {
  const { source } = statement;
  switch (statement.kind) {
    case "assign":
      return [line(`${printExpression(statement.target)} = ${printTyped(statement.value)};`, source)];
    case "if":
      return [branches(armsOf(statement, dialect), source)];
    case "switch":
      return [printSwitch(statement, dialect)];
    case "block":
      return printBlock(statement, dialect);
    case "applyTable":
      return [printApply(statement, dialect)];
    case "callAction":
      return [line(`${statement.action}(${statement.args.map(printTyped).join(", ")});`, source)];
    case "setValidity":
      return [
        line(
          `${printExpression(statement.header)}.${statement.valid ? "setValid" : "setInvalid"}();`,
          source,
        ),
      ];
    case "shiftStack":
      return [
        line(`${printExpression(statement.stack)}.${statement.direction}_front(${statement.count});`, source),
      ];
    case "verify":
      return [
        line(`verify(${printExpression(statement.condition)}, ${printExpression(statement.error)});`, source),
      ];
    case "extract":
      return [line(`packet.extract(${extractArguments(statement)});`, source)];
    case "advance":
      return [line(`packet.advance(${printTyped(statement.bits)});`, source)];
    case "exit":
    case "return":
      return [line(`${statement.kind};`, source)];
    default:
      return [dialect.extern(statement)];
  }
}

function extractArguments({
  header,
  varbitLength,
}: Extract<Statement, { readonly kind: "extract" }>): string {
  const length = varbitLength === undefined ? [] : [printTyped(varbitLength)];
  return [printExpression(header), ...length].join(", ");
}

/** The arms of an if; an else that is nothing but another if continues the chain. */
function armsOf(statement: If, dialect: Dialect): readonly Arm[] {
  const { condition, whenTrue, whenFalse } = statement;
  const first: Arm = { head: `if (${printExpression(condition)})`, body: printStatements(whenTrue, dialect) };
  const [only] = whenFalse;
  if (only === undefined) return [first];
  if (whenFalse.length === 1 && only.kind === "if") {
    const [next, ...rest] = armsOf(only, dialect);
    return next === undefined ? [first] : [first, { ...next, head: `else ${next.head}` }, ...rest];
  }
  return [first, { head: "else", body: printStatements(whenFalse, dialect) }];
}

function printSwitch({ on, cases, otherwise, source }: Switch, dialect: Dialect): Code {
  const lines = cases.flatMap(({ values, body, source: caseSource }) => {
    const labels = values.map((value) => `${printTyped(value)}:`);
    const last = block(labels.at(-1) ?? "", printStatements(body, dialect), caseSource);
    return [...labels.slice(0, -1).map((label) => line(label, caseSource)), last];
  });
  const last = otherwise.length === 0 ? [] : [block("default:", printStatements(otherwise, dialect), source)];
  return block(`switch (${printExpression(on)})`, [...lines, ...last], source);
}

function printBlock(statement: Block, dialect: Dialect): readonly Code[] {
  const { title, doc, source, atomic } = statement;
  const body = printStatements(statement.body, dialect);
  const heading = title === undefined ? [] : [comment(`${title} (${printPosition(source)})`, source)];
  const explanation = doc === undefined ? [] : [comment(doc.brief, source)];
  return [...heading, ...explanation, ...(atomic ? [block("@atomic", body, source)] : body)];
}

function printApply({ table, outcome, source }: ApplyTable, dialect: Dialect): Code {
  const apply = `${table}.apply()`;
  switch (outcome.kind) {
    case "any":
      return line(`${apply};`, source);
    case "hit":
      return branches(hitArms(apply, outcome, dialect), source);
    case "actionRun": {
      const cases = outcome.cases.map((one) =>
        block(`${one.actions.join(":\n")}:`, printStatements(one.body, dialect), one.source),
      );
      const { otherwise } = outcome;
      const last =
        otherwise === undefined ? [] : [block("default:", printStatements(otherwise, dialect), source)];
      return block(`switch (${apply}.action_run)`, [...cases, ...last], source);
    }
  }
}

function hitArms(
  apply: string,
  { hit, miss }: Extract<ApplyTable["outcome"], { readonly kind: "hit" }>,
  dialect: Dialect,
): readonly Arm[] {
  const missBody = printStatements(miss, dialect);
  if (hit.length === 0) return [{ head: `if (${apply}.miss)`, body: missBody }];
  const onHit: Arm = { head: `if (${apply}.hit)`, body: printStatements(hit, dialect) };
  return miss.length === 0 ? [onHit] : [onHit, { head: "else", body: missBody }];
}

/** The declarations of local variables. */
export function printVariables(variables: readonly Variable[]): readonly Code[] {
  return variables.map(({ name, type, initial, source }) =>
    line(`${typeName(type)} ${name}${initial === undefined ? "" : ` = ${printTyped(initial)}`};`, source),
  );
}
