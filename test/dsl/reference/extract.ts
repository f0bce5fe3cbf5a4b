import path from "node:path";
import ts from "typescript";

/** One example of a doc comment: TypeScript, and the P4 that it generates where it generates any. */
export interface Example {
  readonly code: string;
  readonly p4: string | undefined;
}

/** One public thing of the language, as its doc comment tells of it. */
export interface Entry {
  /** `sendTo`, `Bit.slice` */
  readonly name: string;
  readonly file: string;
  readonly signature: string;
  readonly text: string;
  readonly errors: readonly string[];
  readonly examples: readonly Example[];
}

type Documented = ts.FunctionDeclaration | ts.MethodDeclaration | ts.GetAccessorDeclaration;

/** The public functions, methods and properties of a file, in its order. */
export function entriesOf(file: string, text: string, isPublic: (name: string) => boolean): readonly Entry[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return source.statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement)) return functionEntry(statement, isPublic);
    if (ts.isClassDeclaration(statement)) return memberEntries(statement, isPublic);
    if (ts.isVariableStatement(statement)) return objectEntries(statement, isPublic);
    return [];
  });
}

function functionEntry(declaration: ts.FunctionDeclaration, isPublic: (name: string) => boolean): Entry[] {
  const name = declaration.name?.text ?? "";
  const isExported = declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
  return isExported && isPublic(name) && docOf(declaration) !== undefined ? [entry(name, declaration)] : [];
}

/** Classes whose methods the language shows, and the name that readers know them by. */
const classNames: Readonly<Record<string, string>> = {
  FixedWidthNumber: "Number",
  Bit: "Bit",
  BitVariable: "Bit",
  Comparable: "Enum",
  Bool: "Bool",
  BoolVariable: "Bool",
  HeaderBase: "Header",
  HeaderStack: "Stack",
  StructBase: "Struct",
  UnionBase: "Union",
};

function memberEntries(declaration: ts.ClassDeclaration, isPublic: (name: string) => boolean): Entry[] {
  const owner = classNames[declaration.name?.text ?? ""];
  if (owner === undefined) return [];
  return declaration.members.flatMap((member) => {
    const isMember = ts.isMethodDeclaration(member) || ts.isGetAccessorDeclaration(member);
    if (!isMember || docOf(member) === undefined || isHidden(member)) return [];
    const name = `${owner}.${member.name.getText()}`;
    return isPublic(name) ? [entry(name, member)] : [];
  });
}

function isHidden(member: Documented): boolean {
  const { ProtectedKeyword, PrivateKeyword } = ts.SyntaxKind;
  return (member.modifiers ?? []).some(({ kind }) => kind === ProtectedKeyword || kind === PrivateKeyword);
}

/** The properties of `packet`. */
function objectEntries(statement: ts.VariableStatement, isPublic: (name: string) => boolean): Entry[] {
  const found: Entry[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isGetAccessorDeclaration(node) && docOf(node) !== undefined) {
      const name = `packet.${node.name.getText()}`;
      if (isPublic(name)) found.push(entry(name, node));
    } else {
      ts.forEachChild(node, visit);
    }
  };
  visit(statement);
  return found;
}

function docOf(node: ts.Node): ts.JSDoc | undefined {
  return ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
}

function entry(name: string, declaration: Documented): Entry {
  const source = declaration.getSourceFile();
  const [text = "", ...tags] = sectionsOf(docOf(declaration)?.getText() ?? "");
  const tagged = (tag: string) =>
    tags.filter((each) => each.startsWith(`@${tag}`)).map((each) => each.slice(tag.length + 1));
  return {
    name,
    file: path.basename(source.fileName),
    signature: signatureOf(declaration, source),
    text: text.trim(),
    errors: tagged("throws"),
    examples: tagged("example").map(exampleOf),
  };
}

/** A doc comment's text and then its tags. What stands in a fence is no tag: P4 has words with an @ too. */
function sectionsOf(comment: string): readonly string[] {
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""));
  const sections: string[] = [""];
  let isFenced = false;
  for (const line of lines) {
    if (line.startsWith("```")) isFenced = !isFenced;
    if (!isFenced && line.startsWith("@")) sections.push(line);
    else sections[sections.length - 1] += `\n${line}`;
  }
  return sections;
}

/** The declaration without its body. */
function signatureOf(declaration: Documented, source: ts.SourceFile): string {
  const start = declaration.getStart(source);
  const end = declaration.body?.getStart(source) ?? declaration.getEnd();
  const indent = source.getLineAndCharacterOfPosition(start).character;
  return source.text
    .slice(start, end)
    .replace(/^export /, "")
    .replace(/;?\s*$/, "")
    .replaceAll(`\n${" ".repeat(indent)}`, "\n");
}

const fence = /```(ts|p4)\n([\s\S]*?)```/g;

function exampleOf(text: string): Example {
  const parts = new Map(
    [...text.matchAll(fence)].map(([, language = "", code = ""]) => [language, code.trimEnd()]),
  );
  return { code: parts.get("ts") ?? "", p4: parts.get("p4") };
}

/** The text of a source file with the P4 of its examples replaced; `p4Of` gives it by the example's code. */
export function withP4(text: string, p4Of: (code: string) => string | undefined): string {
  const block = /^( *)\* ```ts\n((?:\1\*.*\n)*?)\1\* ```\n(?:\1\* ```p4\n(?:\1\*.*\n)*?\1\* ```\n)?/gm;
  return text.replace(block, (whole, indent: string, lines: string) => {
    const code = lines
      .split("\n")
      .map((line) => line.slice(indent.length + 2))
      .join("\n")
      .trimEnd();
    const p4 = p4Of(code);
    const fenced = (language: string, body: string) =>
      ["```".concat(language), ...body.split("\n"), "```"]
        .map((line) => `${indent}*${line === "" ? "" : ` ${line}`}\n`)
        .join("");
    if (p4 === undefined) return whole.includes("```p4") ? fenced("ts", code) : whole;
    return fenced("ts", code) + fenced("p4", p4);
  });
}
