import path from "node:path";
import ts from "typescript";

/** What TypeScript says about programs, by their names, and what it cost. */
export interface Checked {
  readonly messages: ReadonlyMap<string, string>;
  readonly instantiations: number;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.es2023.d.ts"],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Checks texts as if each were a file of `directory`. */
export function check(texts: ReadonlyMap<string, string>, directory: string): Checked {
  const files = new Map([...texts].map(([name, text]) => [path.join(directory, `${name}.ts`), text]));
  const program = ts.createProgram([...files.keys()], options, hostWith(files));
  const messages = [...texts.keys()].map((name): [string, string] => {
    const file = program.getSourceFile(path.join(directory, `${name}.ts`));
    return [name, program.getSemanticDiagnostics(file).map(messageOf).join("\n")];
  });
  return { messages: new Map(messages), instantiations: program.getInstantiationCount() };
}

function hostWith(files: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  return {
    ...host,
    fileExists: (name) => files.has(name) || fileExists(name),
    readFile: (name) => files.get(name) ?? readFile(name),
    getSourceFile: (name, languageVersion, ...rest) => {
      const text = files.get(name);
      return text === undefined
        ? getSourceFile(name, languageVersion, ...rest)
        : ts.createSourceFile(name, text, languageVersion);
    },
  };
}

function messageOf(diagnostic: ts.Diagnostic): string {
  return `TS${diagnostic.code}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`;
}
