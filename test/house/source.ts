import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The checkout: this file is compiled to build/test/house. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

const skipped = new Set(["node_modules", "dist", "gen", "build"]);

/** Every file below some folders of the checkout, as paths from the root, sorted. */
export function filesBelow(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .sort()
      .flatMap((name) => {
        const file = path.join(folder, name);
        if (!statSync(path.join(root, file)).isDirectory()) return [file];
        return skipped.has(name) ? [] : filesBelow(file);
      }),
  );
}

/** Every TypeScript file below a folder. */
export function typescriptFiles(folder: string): string[] {
  return filesBelow(folder).filter((file) => file.endsWith(".ts"));
}

export function textOf(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

export function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
}

/** The module specifiers that a file imports or re-exports. */
export function importsOf(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    return specifier && ts.isStringLiteral(specifier) ? [specifier.text] : [];
  });
}

/** The functions and constants that a file exports by itself. */
export function exportedValues(source: ts.SourceFile): ts.Identifier[] {
  return source.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isFunctionDeclaration(statement)) return statement.name ?? [];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? name : []));
  });
}

/** Every name that a file uses; handing on (`export … from`) is not using. */
export function namesUsed(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  walk(source, (node) => {
    if (ts.isIdentifier(node) && !ts.isExportSpecifier(node.parent)) names.add(node.text);
  });
  return names;
}

/** Calls `visit` for every node of a file. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** `file:line` of a node, for messages. */
export function place(source: ts.SourceFile, node: ts.Node): string {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
