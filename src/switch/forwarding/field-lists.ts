import type { Program } from "../model/index.js";

/** Copies the fields of a list from one PHV to another; a list that the program does not have is empty. */
export function keepFields(program: Program, target: Uint32Array, source: Uint32Array, list: number): void {
  for (const { offset, words } of program.fieldLists.get(list) ?? []) {
    for (let word = offset; word < offset + words; word++) target[word] = source[word] ?? 0;
  }
}
