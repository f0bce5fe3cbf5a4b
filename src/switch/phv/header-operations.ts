import type { Field, Header, HeaderStack, HeaderUnion, UnionStack } from "../model/index.js";
import { headerBytes, isValid, markInvalid, markValid } from "./access.js";

/** Copies one field to another of the same type, the current width of a variable one too. */
export function copyField(phv: Uint32Array, target: Field, source: Field): void {
  phv.copyWithin(target.offset, source.offset, source.offset + source.words);
  if (target.lengthOffset === undefined || source.lengthOffset === undefined) return;
  phv[target.lengthOffset] = phv[source.lengthOffset] ?? 0;
}

/** Assigns a header: the target becomes as valid as the source. */
export function assignHeader(phv: Uint32Array, target: Header, source: Header): void {
  if (!isValid(phv, source)) {
    markInvalid(phv, target);
    return;
  }
  markValid(phv, target);
  for (const [index, field] of target.fields.entries()) {
    const other = source.fields[index];
    if (other !== undefined) copyField(phv, field, other);
  }
}

export function assignUnion(phv: Uint32Array, target: HeaderUnion, source: HeaderUnion): void {
  for (const [index, member] of target.members.entries()) {
    const other = source.members[index];
    if (other !== undefined) assignHeader(phv, member, other);
  }
}

/** Empties a header: all fields zero, a variable-length one of no length. */
function resetHeader(phv: Uint32Array, header: Header): void {
  for (const field of header.fields) {
    phv.fill(0, field.offset, field.offset + field.words);
    if (field.lengthOffset !== undefined) phv[field.lengthOffset] = 0;
  }
}

/** Headers are the same when both are valid and all fields are equal. */
export function sameHeader(phv: Uint32Array, left: Header, right: Header): boolean {
  if (!isValid(phv, left) || !isValid(phv, right)) return false;
  return left.fields.every((field, index) => {
    const other = right.fields[index];
    if (other === undefined) return false;
    for (let word = 0; word < field.words; word++) {
      if (phv[field.offset + word] !== phv[other.offset + word]) return false;
    }
    return true;
  });
}

/** The headers of one element of a stack: one, or the members of a union. */
function elementHeaders(element: Header | HeaderUnion): readonly Header[] {
  return "members" in element ? element.members : [element];
}

function moveElement(phv: Uint32Array, target: Header | HeaderUnion, source: Header | HeaderUnion): void {
  const sources = elementHeaders(source);
  for (const [index, header] of elementHeaders(target).entries()) {
    const other = sources[index];
    if (other === undefined) continue;
    for (const [position, field] of header.fields.entries()) {
      const from = other.fields[position];
      if (from !== undefined) copyField(phv, field, from);
    }
    phv[header.validOffset] = phv[other.validOffset] ?? 0;
  }
}

function invalidate(phv: Uint32Array, element: Header | HeaderUnion): void {
  for (const header of elementHeaders(element)) markInvalid(phv, header);
}

/** Moves elements towards the end; the first `count` become invalid. */
export function pushStack(phv: Uint32Array, stack: HeaderStack | UnionStack, count: number): void {
  const elements: readonly (Header | HeaderUnion)[] = stack.elements;
  const size = elements.length;
  phv[stack.nextOffset] = Math.min(size, (phv[stack.nextOffset] ?? 0) + count);
  for (let index = size - 1; index >= count; index--) {
    const [target, source] = [elements[index], elements[index - count]];
    if (target !== undefined && source !== undefined) moveElement(phv, target, source);
  }
  for (const element of elements.slice(0, count)) invalidate(phv, element);
}

/** Moves elements towards the front; the last `count` become invalid. */
export function popStack(phv: Uint32Array, stack: HeaderStack | UnionStack, count: number): void {
  const elements: readonly (Header | HeaderUnion)[] = stack.elements;
  const size = elements.length;
  phv[stack.nextOffset] = Math.max(0, (phv[stack.nextOffset] ?? 0) - count);
  for (let index = 0; index < size - count; index++) {
    const [target, source] = [elements[index], elements[index + count]];
    if (target !== undefined && source !== undefined) moveElement(phv, target, source);
  }
  for (const element of elements.slice(Math.max(0, size - count))) invalidate(phv, element);
}

/** Unions are the same when both are empty, or the same member is valid and equal. */
export function sameUnion(phv: Uint32Array, left: HeaderUnion, right: HeaderUnion): boolean {
  const member = left.members.findIndex((header) => isValid(phv, header));
  const [ours, theirs] = [left.members[member], right.members[member]];
  if (ours === undefined || theirs === undefined)
    return !right.members.some((header) => isValid(phv, header));
  return sameHeader(phv, ours, theirs);
}

/** A packet whose length changes with its headers. */
export interface HeaderHolder {
  readonly phv: Uint32Array;
  currentLength: number;
}

/** Makes a header valid and empty, unless it is valid. */
export function addHeader(packet: HeaderHolder, header: Header): void {
  const { phv } = packet;
  if (isValid(phv, header)) return;
  resetHeader(phv, header);
  markValid(phv, header);
  packet.currentLength += headerBytes(phv, header);
}

export function removeHeader(packet: HeaderHolder, header: Header): void {
  const { phv } = packet;
  if (!isValid(phv, header)) return;
  packet.currentLength -= headerBytes(phv, header);
  markInvalid(phv, header);
}
