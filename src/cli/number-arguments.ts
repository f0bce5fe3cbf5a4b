import { InvalidArgumentError } from "commander";
import { entryBytesMax } from "../wire/index.js";

export function chunkBytes(text: string): number {
  return wholeNumber(text, 1, entryBytesMax);
}

export function underWayNumber(text: string): number {
  return wholeNumber(text, 1, 65_536);
}

export function portNumber(text: string): number {
  return wholeNumber(text, 0, 511);
}

export function streamNumber(text: string): number {
  return wholeNumber(text, 0, 2 ** 32 - 1);
}

export function rackCount(text: string): number {
  return wholeNumber(text, 2, 64);
}

export function worldCount(text: string): number {
  return wholeNumber(text, 1, 1e9);
}

export function killCount(text: string): number {
  return wholeNumber(text, 1, 100_000);
}

export function tellerCount(text: string): number {
  return wholeNumber(text, 1, 64);
}

export function transferCount(text: string): number {
  return wholeNumber(text, 1, 1_000_000);
}

export function switchCount(text: string): number {
  return wholeNumber(text, 3, 100_000);
}

export function lapCount(text: string): number {
  return wholeNumber(text, 1, 10_000);
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0.");
}

function wholeNumber(text: string, low: number, high: number): number {
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && value >= low && value <= high) return value;
  throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`);
}
