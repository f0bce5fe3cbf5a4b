import { type Random, randomFraction } from "../../base/index.js";

const normalFrom = 256;

/** How many of `mean` independent arrivals came: a Poisson number, by the normal law where that is as good. */
export function poisson(random: Random, mean: number): number {
  return mean < normalFrom ? countedPoisson(random, mean) : roundedNormal(random, mean);
}

function countedPoisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let product = randomFraction(random);
  let count = 0;
  while (product > limit) {
    product *= randomFraction(random);
    count += 1;
  }
  return count;
}

function roundedNormal(random: Random, mean: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - randomFraction(random)));
  const deviation = radius * Math.cos(2 * Math.PI * randomFraction(random));
  return Math.max(0, Math.round(mean + Math.sqrt(mean) * deviation));
}

/** Time to the next of arrivals that come `ratePerUs`, µs. */
export function untilNextUs(random: Random, ratePerUs: number): number {
  return -Math.log(1 - randomFraction(random)) / ratePerUs;
}
