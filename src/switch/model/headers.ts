/**
 * Headers, stacks and unions of a program, and where each lives in the packet header vector.
 *
 * The packet header vector (PHV) of one packet is one `Uint32Array`. Every header owns a word that tells whether
 * it is valid; every field owns as many words as its width needs, the most significant word first, the value
 * right-aligned. Both engines share this layout, so a copy of a packet is a copy of one array.
 */

/** A field of one header instance. */
export interface Field {
  /** `ipv4.ttl`, as the JSON spells it. */
  readonly name: string;
  /** Position among the fields of its header. */
  readonly index: number;
  /** Bits; for a variable-length field the most it can hold. */
  readonly width: number;
  readonly signed: boolean;
  /** First word in the PHV. */
  readonly offset: number;
  readonly words: number;
  /** Bits in front of it in its header; a variable-length field in front counts as empty. */
  readonly bitOffset: number;
  /** The validity word of its header. */
  readonly validOffset: number;
  /** For a variable-length field the word that holds its current width in bits. */
  readonly lengthOffset?: number;
}

/** A header instance, or a struct of metadata (which is always valid and never in a packet). */
export interface Header {
  readonly name: string;
  readonly index: number;
  readonly typeName: string;
  readonly metadata: boolean;
  readonly fields: readonly Field[];
  readonly validOffset: number;
  /** Bits of all fixed fields. */
  readonly fixedBits: number;
  readonly variableField?: Field;
  /** The longest it may be in bytes, checked when a variable-length field is extracted. */
  readonly maxBytes?: number;
  /** Validity words of the other members of its union: making one member valid makes the others invalid. */
  readonly siblings: readonly number[];
}

export interface HeaderStack {
  readonly name: string;
  readonly elements: readonly Header[];
  /** Word that holds how many elements were extracted or pushed, the stack's `nextIndex`. */
  readonly nextOffset: number;
}

export interface HeaderUnion {
  readonly name: string;
  readonly memberNames: readonly string[];
  readonly members: readonly Header[];
}

export interface UnionStack {
  readonly name: string;
  readonly elements: readonly HeaderUnion[];
  readonly nextOffset: number;
}

/** What a packet of a program carries, and how large its PHV is. */
export interface Layout {
  readonly headers: readonly Header[];
  readonly stacks: readonly HeaderStack[];
  readonly unions: readonly HeaderUnion[];
  readonly unionStacks: readonly UnionStack[];
  /** Words of one PHV. */
  readonly words: number;
  /** Metadata fields lie together, from here … */
  readonly metadataStart: number;
  /** … up to, not including, here. */
  readonly metadataEnd: number;
}
