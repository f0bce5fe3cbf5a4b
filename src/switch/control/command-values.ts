import { P4RuntimeError } from "p4runtime-js-grpc/errors";
import type { KeyMatch, TableKey } from "../model/index.js";

/** A command that cannot be read; the caller adds the line. */
export function refuseCommand(message: string): never {
  throw new P4RuntimeError("INVALID_ARGUMENT", message);
}

/** A number as people write it for switches: decimal without zeros in front, `0x…`, an IPv4 or IPv6 address, or an Ethernet address. */
export function parseValue(text: string, width: number): bigint {
  const value = numberOf(text);
  if (value === undefined) return refuseCommand(`${text} is no number and no address`);
  return value >> BigInt(width) === 0n ? value : refuseCommand(`${text} does not fit ${width} bits`);
}

function numberOf(text: string): bigint | undefined {
  if (/^0[0-9]+$/.test(text)) {
    refuseCommand(
      `${text} may be decimal or hexadecimal: write ${BigInt(text)} or 0x${text.replace(/^0+/, "")}`,
    );
  }
  if (/^(0x[0-9a-fA-F]+|[0-9]+)$/.test(text)) return BigInt(text);
  if (/^[0-9]{1,3}(\.[0-9]{1,3}){3}$/.test(text)) return joined(text.split("."), 10, 8);
  if (/^[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}$/.test(text)) return joined(text.split(":"), 16, 8);
  return text.includes(":") ? ipv6(text) : undefined;
}

function joined(parts: readonly string[], radix: number, bits: number): bigint | undefined {
  const numbers = parts.map((part) => Number.parseInt(part, radix));
  if (numbers.some((part) => Number.isNaN(part) || part >= 2 ** bits)) return undefined;
  return numbers.reduce((value, part) => (value << BigInt(bits)) | BigInt(part), 0n);
}

function ipv6(text: string): bigint | undefined {
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const given = halves.reduce((count, half) => count + half.length, 0);
  if (halves.length > 2 || given > 8 || (halves.length === 1 && given !== 8)) return undefined;
  const [front = [], back = []] = halves;
  const zeros = new Array<string>(8 - given).fill("0");
  const groups = [...front, ...zeros, ...back];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? joined(groups, 16, 16) : undefined;
}

/** One field of a key: `VALUE`, `VALUE/LENGTH`, `VALUE&&&MASK` or `LOW->HIGH`, as its kind of match wants. */
export function parseMatch({ kind, name, width }: TableKey, text: string): KeyMatch {
  const [first = "", second] = text.split(SEPARATORS[kind]);
  const needed = (): string => second ?? refuseCommand(`${name} is matched as ${kind}: ${SHAPES[kind]}`);
  switch (kind) {
    case "exact":
      return { kind, value: parseValue(first, width) };
    case "lpm": {
      const prefixLength = Number(needed());
      if (!Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > width) {
        refuseCommand(`${name} has prefixes of 0 to ${width} bits`);
      }
      const host = BigInt(width - prefixLength);
      return { kind, value: (parseValue(first, width) >> host) << host, prefixLength };
    }
    case "ternary": {
      const mask = parseValue(needed(), width);
      return { kind, value: parseValue(first, width) & mask, mask };
    }
    case "range":
      return { kind, low: parseValue(first, width), high: parseValue(needed(), width) };
  }
}

const SEPARATORS = { exact: /$^/, lpm: "/", ternary: "&&&", range: "->" } as const;
const SHAPES = { exact: "VALUE", lpm: "VALUE/LENGTH", ternary: "VALUE&&&MASK", range: "LOW->HIGH" } as const;
