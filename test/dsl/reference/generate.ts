import vm from "node:vm";
import ts from "typescript";
import { CodedError } from "../../../src/base/index.js";
import * as dsl from "../../../src/dsl/index.js";
import { standardMetadata } from "../../../src/dsl/v1model.js";
import { printV1model } from "../../../src/emit/p4/index.js";
import { runPasses, v1modelPasses } from "../../../src/passes/index.js";
import { contextOf } from "./context.js";

/** The example as a function of the language that returns what its last line is. */
function asFunction(code: string): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  const last = source.statements.at(-1);
  if (last === undefined || !ts.isExpressionStatement(last)) return `${code}\nreturn undefined;`;
  return `${code.slice(0, last.getStart(source))}return ${code.slice(last.getStart(source))}`;
}

/** The whole text that TypeScript checks. */
export function moduleOf(code: string): string {
  return `${context()}\nexport function example() {\n${asFunction(code)}\n}\n`;
}

function context(): string {
  return contextOf(Object.keys(dsl).sort());
}

type Struct = dsl.StructBase;

/** The headers of the context. */
interface Taken {
  readonly ethernet: dsl.HeaderBase;
  readonly vlan: dsl.HeaderStack<Readonly<Record<never, never>>>;
  readonly ipv4: dsl.HeaderBase;
  readonly udp: dsl.HeaderBase;
}

interface Ran {
  readonly hdr: Struct & Taken;
  readonly meta: Struct;
  readonly result: unknown;
}

/** Runs an example, and gives what its last line is. */
function run(code: string): Ran {
  const body = context().replace(/^import .*$/gm, "");
  const text = `(function (dsl, standardMetadata) {
    const { ${Object.keys(dsl).sort().join(", ")} } = dsl;
    ${body}
    return { hdr, meta, result: (() => { ${asFunction(code)} })() };
  })`;
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  return vm.runInThisContext(outputText, { filename: "example.js" })(dsl, standardMetadata) as Ran;
}

type Parts = Partial<Omit<Parameters<typeof dsl.switchProgram>[1], "headers" | "metadata">>;

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The ways to make a program of an example, the likeliest first. */
function waysOf({ result }: Ran): readonly Parts[] {
  if (result instanceof dsl.Value || !isObject(result)) return [];
  if (Array.isArray(result) || "step" in result) return inEveryBlock(result as dsl.Body);
  if ("apply" in result && typeof result.apply === "function")
    return [{ ingress: result.apply() as dsl.Step }];
  if ("transition" in result) return [{ parser: dsl.parser({ start: result as dsl.State<"accept"> }) }];
  if ("build" in result) return [{ parser: result as dsl.Parser }];
  if ("ir" in result && isObject(result.ir) && "inputs" in result.ir)
    return [{ updateChecksums: [result as dsl.Checksum] }];
  return [];
}

function inEveryBlock(body: dsl.Body): readonly Parts[] {
  return [{ ingress: body }, { egress: body }, { parser: dsl.parser({ start: dsl.state(body, "accept") }) }];
}

function linesOf(program: dsl.SwitchProgram): readonly string[] {
  const { text } = printV1model(runPasses(program.ir, v1modelPasses));
  return text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("//"));
}

/** A program around the parts of an example; headers that its own parser does not take have all been taken. */
function programOf({ hdr, meta }: Ran, parts: Parts): dsl.SwitchProgram {
  const { ethernet, vlan, ipv4, udp } = hdr;
  const taken = [ethernet, vlan.next, ipv4, udp].map((header) => dsl.extract(header));
  const parser = dsl.parser({ start: dsl.state(taken, "accept") });
  const whole = { parser, ingress: [], deparser: [ethernet, vlan, ipv4, udp], ...parts };
  return dsl.switchProgram("example", { headers: hdr, metadata: meta, ...whole });
}

/** What a program has around these parts of an example. */
function linesAround(parts: Parts): readonly string[] {
  const ran = run("");
  if (parts.parser === undefined) return linesOf(programOf(ran, {}));
  const start = dsl.state([dsl.extract(ran.hdr.ethernet)], "accept");
  return linesOf(programOf(ran, { parser: dsl.parser({ start }) }));
}

/** The P4 that an example adds to a program; undefined when it adds none. */
export function p4Of(code: string): string | undefined {
  const empty = linesAround({});
  const ran = run(code);
  const { result } = ran;
  if (isObject(result) && "ir" in result && isObject(result.ir) && "ingress" in result.ir)
    return written(added(empty, linesOf(result as dsl.SwitchProgram)));
  if (result instanceof dsl.StructBase) {
    const isHeaders = result.ir.kind === "root" && result.ir.root === "headers";
    const program = isHeaders ? onlyHeaders(result) : programOf({ ...ran, meta: result }, {});
    return written(added(empty, linesOf(program)));
  }
  const ways = waysOf(ran);
  for (const [position, parts] of ways.entries()) {
    try {
      return written(added(linesAround(parts), linesOf(programOf(ran, parts))));
    } catch (error) {
      const isMisplaced = error instanceof CodedError && error.code === "DSL-PLACE";
      if (!isMisplaced || position === ways.length - 1) throw error;
    }
  }
  return undefined;
}

/** A program that has these headers and does nothing. */
function onlyHeaders(hdr: Struct): dsl.SwitchProgram {
  const start = dsl.state([], "accept");
  const parts = { parser: dsl.parser({ start }), ingress: [], deparser: [] };
  return dsl.switchProgram("example", { headers: hdr, metadata: dsl.metadata({}), ...parts });
}

/** The runs of lines of the second list that the first does not have. */
function added(before: readonly string[], after: readonly string[]): readonly (readonly string[])[] {
  const common = longestCommon(before, after);
  const runs: string[][] = [];
  let run: string[] = [];
  let next = 0;
  for (const line of after) {
    if (line === common[next]) {
      next += 1;
      if (run.length > 0) runs.push(run);
      run = [];
    } else {
      run.push(line);
    }
  }
  return run.length > 0 ? [...runs, run] : runs;
}

function longestCommon(left: readonly string[], right: readonly string[]): readonly string[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const cells = lengths[row];
      const same = left[row] === right[column];
      if (cells !== undefined)
        cells[column] = same
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const common: string[] = [];
  for (let row = 0, column = 0; row < left.length && column < right.length; ) {
    const line = left[row] ?? "";
    if (line === right[column]) {
      common.push(line);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return common;
}

/** Each run without the indentation that all of its lines have. */
function written(runs: readonly (readonly string[])[]): string {
  return runs
    .map((lines) => {
      const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
      return lines.map((line) => line.slice(indent)).join("\n");
    })
    .join("\n");
}
