import { coreErrors, type Digest, type Program } from "../../ir/index.js";
import { type FieldLists, fieldLists } from "../../passes/index.js";
import { Layout } from "./layout.js";
import { scalars } from "./names.js";
import type * as tree from "./tree.js";

/** What all blocks of a program add to while they are lowered. */
export class Shared {
  readonly layout: Layout;
  /** The number of each parser error. */
  readonly errors: ReadonlyMap<string, number>;
  readonly fieldLists: FieldLists;
  readonly #calculations: tree.Calculation[] = [];
  readonly #learnLists: tree.FieldList[] = [];

  constructor(program: Program) {
    this.layout = new Layout(program);
    this.errors = new Map([...coreErrors, ...program.errors].map((name, number) => [name, number]));
    this.fieldLists = fieldLists(program);
  }

  /** Adds a calculation over inputs; its name. */
  addCalculation(algo: string, input: readonly tree.CalculationInput[]): string {
    const id = this.#calculations.length;
    const name = `calculation_${id}`;
    this.#calculations.push({ name, id, algo, input });
    return name;
  }

  /** The learn list of a digest, with the fields that its values are copied to before it is sent. */
  learnList(digest: Digest): tree.FieldList {
    const { name } = digest.type;
    const known = this.#learnLists.find((list) => list.name === name);
    if (known !== undefined) return known;
    const elements = digest.type.fields.map(({ type }) => this.layout.temporary(type));
    const list = { id: this.#learnLists.length + 1, name, elements };
    this.#learnLists.push(list);
    return list;
  }

  /** The lists that packets keep; list n of the program has the id n + 1. */
  #fieldLists(): readonly tree.FieldList[] {
    return [[], ...this.fieldLists.fields].map((names, number) => ({
      id: number + 1,
      name: `field_list_${number}`,
      elements: names.map((name) => ({ type: "field", value: [scalars, `metadata.${name}`] })),
    }));
  }

  finish(): Pick<tree.Bmv2Program, "errors" | "field_lists" | "calculations" | "learn_lists"> {
    return {
      errors: [...this.errors],
      field_lists: this.#fieldLists(),
      calculations: this.#calculations,
      learn_lists: this.#learnLists,
    };
  }
}
