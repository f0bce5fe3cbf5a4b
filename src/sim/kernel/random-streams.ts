import { digest32, type Random, seededRandom } from "../../base/index.js";
import { textBytes } from "./text-bytes.js";

/** Gives every concern of a run its own stream of chance. */
export interface RandomStreams {
  /** A new stream for a concern; the same seed and name give the same stream. */
  stream(name: string): Random;
}

/**
 * Independent streams that all follow from one seed: what one part of a world draws does not change what another
 * part meets, so that a run stays alike when a fault is taken out of it.
 */
export function randomStreams(seed: number): RandomStreams {
  return { stream: (name) => seededRandom(digest32(textBytes(name), seed)) };
}
