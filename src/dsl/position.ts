import type { SourcePosition } from "../base/index.js";

/** A frame in a file; those of the engine itself (`node:internal/…`) are in none. */
const frame = /(?:\(|\bat |@)((?:file|https?):\/\/[^\s()]+|\/[^\s()]+|[A-Za-z]:\\[^\s()]+):(\d+):(\d+)\)?$/;

/** Where a stack shows no place in any file. */
const nowhere: SourcePosition = { file: "unknown", line: 1, column: 1 };

/**
 * The place in the user's program that called into the DSL, looked up only when somebody asks for it: writing
 * down a stack costs little, reading it costs much.
 */
class CallerPosition implements SourcePosition {
  readonly #trace: Error;
  #found: SourcePosition | undefined;

  constructor() {
    this.#trace = new Error();
  }

  get file(): string {
    return this.#resolve().file;
  }

  get line(): number {
    return this.#resolve().line;
  }

  get column(): number {
    return this.#resolve().column;
  }

  #resolve(): SourcePosition {
    this.#found ??= parseTrace(this.#trace.stack ?? "", room);
    return this.#found;
  }
}

function parseTrace(trace: string, inside: string): SourcePosition {
  for (const line of trace.split("\n")) {
    const found = frame.exec(line);
    const file = found?.[1];
    if (file !== undefined && (inside === "" || !file.startsWith(inside))) {
      return { file, line: Number(found?.[2]), column: Number(found?.[3]) };
    }
  }
  return nowhere;
}

/** The directory of this room, as stack traces write it; frames inside of it are not the user's. */
const room = directoryOf(parseTrace(new Error().stack ?? "", "").file);

function directoryOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}

/**
 * Makes something of literals in a running program, where writing down a stack each time would cost more than all the
 * rest: only what is refused is made again, with the position of the user's call.
 */
export function withPosition<Made>(make: (source: SourcePosition) => Made): Made {
  try {
    return make(nowhere);
  } catch {
    return make(here());
  }
}

/** The position of the user's call that is running now. Files are as the engine names them (`file:///…/x.js`). */
export function here(): SourcePosition {
  return new CallerPosition();
}
