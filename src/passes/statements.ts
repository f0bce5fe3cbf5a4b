import type { SourcePosition } from "../base/index.js";
import { node, type Statement } from "../ir/index.js";

/** Several statements in the place of one; the pass flatten-blocks dissolves them into their surroundings. */
export function together(body: readonly Statement[], source: SourcePosition): Statement {
  const [only] = body;
  return body.length === 1 && only !== undefined ? only : node("block", { atomic: false, body, source });
}
