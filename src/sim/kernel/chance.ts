import { assert, type Random, randomBelow, randomFraction } from "../../base/index.js";

/** True with the given probability. It draws once, whatever the probability, so that streams stay aligned. */
export function chance(random: Random, probability: number): boolean {
  return randomFraction(random) < probability;
}

/** A whole number, `least` … `most`, each as likely. */
export function randomBetween(random: Random, least: number, most: number): number {
  assert(least <= most, `no number between ${least} and ${most}`);
  return least + randomBelow(random, most - least + 1);
}

/** One of the items, each as likely. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[randomBelow(random, items.length)];
  assert(item !== undefined, "nothing to pick from");
  return item;
}
