import { indexOf, type RingWorldHeader, ringworldCode, ringworldKind } from "../../wire/index.js";

const kindNames = new Map<number, string>(Object.entries(ringworldKind).map(([name, kind]) => [kind, name]));
const codeNames = new Map<number, string>(Object.entries(ringworldCode).map(([name, code]) => [code, name]));

/** What a message is called. */
export function kindName({ kind }: RingWorldHeader): string {
  return kindNames.get(kind) ?? `kind ${kind}`;
}

/** A message in one line: its kind, and the fields that are not 0. */
export function describeMessage(header: RingWorldHeader): string {
  const kind = kindName(header);
  const code = header.code === 0 ? "" : ` ${codeNames.get(header.code) ?? header.code}`;
  const index = indexOf(header);
  const { view, epoch, ticket, count, sequence, client, request, tag, replica, length } = header;
  const numbers = { view, index, epoch, ticket, count, sequence, request, replica, length };
  const shown = Object.entries(numbers)
    .filter(([, value]) => Number(value) !== 0)
    .map(([name, value]) => ` ${name} ${value}`);
  const identity = [
    client === 0n ? "" : ` client ${client.toString(16)}`,
    tag === 0 ? "" : ` tag ${tag.toString(16)}`,
  ];
  return [kind, code, ...shown, ...identity].join("");
}
