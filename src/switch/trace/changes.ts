import type { Field, Header, Layout } from "../model/index.js";
import { isValid, readField } from "../phv/access.js";
import type { TracedArgument, TracedChange, TracedValue } from "./events.js";

/** A value as traces show it. */
export function traced(value: bigint): TracedValue {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** The fields of a header and their values. */
export function tracedFields(phv: Uint32Array, header: Header): readonly TracedArgument[] {
  return header.fields.map((field) => ({ name: field.name, value: traced(readField(phv, field)) }));
}

/** What is different in a PHV: headers that came or went, and fields of those that are there. */
export function changes(layout: Layout, before: Uint32Array, after: Uint32Array): readonly TracedChange[] {
  return layout.headers.flatMap((header) => headerChanges(header, before, after));
}

function headerChanges(header: Header, before: Uint32Array, after: Uint32Array): TracedChange[] {
  const [was, is] = [isValid(before, header), isValid(after, header)];
  const validity = { field: `${header.name}.$valid$`, before: truth(was), after: truth(is) };
  const found: TracedChange[] = was === is ? [] : [validity];
  if (!is) return found;
  const fields = header.fields.filter((field) => differs(field, before, after));
  return [...found, ...fields.map((field) => fieldChange(field, before, after))];
}

function fieldChange(field: Field, before: Uint32Array, after: Uint32Array): TracedChange {
  const [was, is] = [readField(before, field), readField(after, field)];
  return { field: field.name, before: traced(was), after: traced(is) };
}

function truth(value: boolean): TracedValue {
  return value ? "0x1" : "0x0";
}

function differs({ offset, words }: Field, before: Uint32Array, after: Uint32Array): boolean {
  for (let word = offset; word < offset + words; word++) if (before[word] !== after[word]) return true;
  return false;
}
