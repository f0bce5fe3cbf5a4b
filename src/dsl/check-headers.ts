import type { SourcePosition } from "../base/index.js";
import { type Expression, type Kind, type Node, type Program, walk } from "../ir/index.js";
import { refuse } from "./refuse.js";

/**
 * Refuses the use of a header that never is in the packet, and a header that is cut out of every packet because nobody
 * thought of emitting it. Who wants the latter says so with `setInvalid`.
 *
 * @throws CodedError `DSL-HEADER`
 */
export function checkHeaders(program: Program): void {
  const blocks = [program.parser, program.ingress, program.egress];
  checkUsed([...blocks, program.verifyChecksums, program.updateChecksums], validIn(blocks));
  checkEmitted(program);
}

/** The headers that a program extracts, sets valid or fills as a whole. */
function validIn(blocks: unknown): ReadonlySet<string> {
  const valid = new Set<string>();
  walk(blocks, (visited) => {
    const header = madeValid(visited);
    const name = header && headerName(header);
    if (name !== undefined) valid.add(name);
  });
  return valid;
}

function madeValid(visited: Node): Expression | undefined {
  if (visited.kind === "extract") return visited.header;
  if (visited.kind === "setValidity") return visited.valid ? visited.header : undefined;
  if (visited.kind !== "assign") return undefined;
  return isPartOfHeader(visited.target) ? undefined : visited.target;
}

/** Kinds whose nodes stand where something was declared, not where it is used. */
const declared: ReadonlySet<Kind> = new Set<Kind>([
  "root",
  "field",
  "stackElement",
  "stackNext",
  "stackLast",
  "stackLastIndex",
  "constant",
  "enumMember",
  "errorMember",
  "variable",
  "parameter",
  "cell",
  "intrinsic",
]);

function checkUsed(blocks: unknown, valid: ReadonlySet<string>): void {
  let place: SourcePosition | undefined;
  walk(blocks, (visited) => {
    if (!declared.has(visited.kind) && "source" in visited) place = visited.source;
    if (visited.kind !== "field" || !isPartOfHeader(visited)) return;
    const name = headerName(visited);
    if (name === undefined || valid.has(name)) return;
    const message = `${visited.field} of "${name}" is used, and nothing extracts that header or sets it valid`;
    const help = "Extract it in a state of the parser, or set it valid.";
    refuse("DSL-HEADER", place ?? visited.source, message, help);
  });
}

/** What the controller puts in front of a packet is for the switch alone. */
const forSwitch = "packet_out";

function checkEmitted({ headers, parser, ingress, egress, deparser }: Program): void {
  const gone = new Set(deparser.map(headerName));
  walk([ingress, egress], (visited) => {
    if (visited.kind === "setValidity" && !visited.valid) gone.add(headerName(visited.header));
    if (visited.kind === "shiftStack" && visited.direction === "pop") gone.add(headerName(visited.stack));
  });
  for (const { name, type } of headers.fields) {
    if (type.kind === "headerType" && type.controllerHeader === forSwitch) gone.add(name);
  }
  for (const [name, source] of extractedIn(parser)) {
    if (gone.has(name)) continue;
    const message = `"${name}" is extracted and not emitted: every packet loses it`;
    refuse("DSL-HEADER", source, message, "Name it in the deparser, or take it out with setInvalid().");
  }
}

function extractedIn(parser: Program["parser"]): ReadonlyMap<string, SourcePosition> {
  const extracted = new Map<string, SourcePosition>();
  walk(parser, (visited) => {
    const name = visited.kind === "extract" ? headerName(visited.header) : undefined;
    if (visited.kind === "extract" && name !== undefined) extracted.set(name, visited.source);
  });
  return extracted;
}

/** Whether an expression is a field of a header rather than a header, a stack or a union. */
function isPartOfHeader({ type }: Expression): boolean {
  return !["headerType", "headerUnionType", "stackType", "structType"].includes(type.kind);
}

/** The name, among the program's headers, of the header, stack or union that an expression is or belongs to. */
function headerName(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "field": {
      const { object } = expression;
      if (object.kind !== "root") return headerName(object);
      return object.root === "headers" ? expression.field : undefined;
    }
    case "slice":
      return headerName(expression.operand);
    case "stackElement":
    case "stackNext":
    case "stackLast":
    case "stackLastIndex":
      return headerName(expression.stack);
    default:
      return undefined;
  }
}
