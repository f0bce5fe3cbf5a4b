import { p4info } from "p4runtime-js-grpc/messages";
import type { Annotation, Documentation, Program } from "../../ir/index.js";
import { Aliases } from "./aliases.js";
import { documentation, printAnnotations } from "./annotations.js";
import { assignIds, type ControlPlaneSymbol, type IdTable, type SymbolKind } from "./ids.js";
import { controlPlaneSymbols } from "./symbols.js";

interface Described {
  readonly annotations: readonly Annotation[];
  readonly doc?: Documentation;
}

/** Ids, names, aliases, documentation and annotations of everything in a P4Info. */
export class Preambles {
  readonly #ids: IdTable;
  readonly #aliases: Aliases;

  constructor(program: Program) {
    const symbols: readonly ControlPlaneSymbol[] = controlPlaneSymbols(program);
    this.#ids = assignIds(symbols);
    this.#aliases = new Aliases(symbols.map(({ name }) => name));
  }

  id(kind: SymbolKind, name: string): number {
    return this.#ids.get(kind, name);
  }

  /** @param hidden annotations that P4Info says in a field of their own */
  of(kind: SymbolKind, name: string, described: Described, hidden: readonly string[] = []): p4info.Preamble {
    return p4info.Preamble.create({
      id: this.id(kind, name),
      name,
      alias: this.#aliases.of(name),
      annotations: printAnnotations(described.annotations, hidden),
      doc: documentation(described.doc),
    });
  }
}
