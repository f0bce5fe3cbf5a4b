import type { Entry } from "./extract.js";

/** A page of the reference: its title, what it is about, and the files of src/dsl that it tells of. */
export interface Page {
  readonly file: string;
  readonly title: string;
  readonly files: readonly string[];
}

export const pages: readonly Page[] = [
  { file: "types.md", title: "Types", files: ["named-types.ts", "header.ts", "struct.ts", "annotation.ts"] },
  {
    file: "expressions.md",
    title: "Expressions",
    files: ["numbers.ts", "fixed-width-number.ts", "bool.ts", "expressions.ts", "packet.ts"],
  },
  {
    file: "statements.md",
    title: "Statements",
    files: ["variables.ts", "statements.ts", "switch-on.ts", "forwarding.ts", "control.ts"],
  },
  {
    file: "tables.md",
    title: "Actions and tables",
    files: ["action.ts", "table.ts", "table-actions.ts", "match.ts"],
  },
  { file: "state.md", title: "State", files: ["register.ts", "externs.ts"] },
  {
    file: "programs.md",
    title: "Parsers, checksums and programs",
    files: ["parser.ts", "parser-statements.ts", "checksum.ts", "program.ts", "state-handles.ts"],
  },
];

/** One page as Markdown. */
export function renderPage(page: Page, entries: readonly Entry[]): string {
  const own = page.files.flatMap((file) => entries.filter((entry) => entry.file === file));
  const intro =
    "Made of the doc comments of `src/dsl` by `make docs`; every example is compiled by the tests.";
  return `# ${page.title}\n${intro}\n\n${own.map(renderEntry).join("\n")}`;
}

function renderEntry({ name, signature, text, errors, examples }: Entry): string {
  const parts = [
    `## ${name}`,
    text,
    ...examples.flatMap(({ code, p4 }) => [
      fenced("ts", code),
      ...(p4 === undefined ? [] : [fenced("p4", p4)]),
    ]),
    ...errors.map((error) => `Throws ${error.trim()}`),
    `<details><summary>Signature</summary>\n\n${fenced("ts", signature)}\n</details>`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

/** The first page: everything by name. */
export function renderIndex(entries: readonly Entry[]): string {
  const lines = pages.map((page) => {
    const names = page.files.flatMap((file) => entries.filter((entry) => entry.file === file));
    const links = names.map(({ name }) => `[\`${name}\`](${page.file}#${anchorOf(name)})`);
    return `**[${page.title}](${page.file})**: ${links.join(" ")}\n`;
  });
  return `# Reference of the language\nEvery construct with the P4 that it generates. The guide is [LANGUAGE.md](../LANGUAGE.md).\n\n${lines.join("\n")}`;
}

function anchorOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9 -]/g, "");
}
