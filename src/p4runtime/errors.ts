/** The canonical gRPC codes, by name. P4Runtime uses them for calls, for single updates and on the stream. */
export const canonicalCodes = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export type CanonicalCode = keyof typeof canonicalCodes;

const namesByNumber = new Map<number, CanonicalCode>();
for (const name of Object.keys(canonicalCodes) as CanonicalCode[])
  namesByNumber.set(canonicalCodes[name], name);

/** The name of a code number; numbers that gRPC does not know count as `UNKNOWN`. */
export function canonicalCodeName(code: number): CanonicalCode {
  return namesByNumber.get(code) ?? "UNKNOWN";
}

/** What a target says of an error in its own terms, `space` and `code` of p4.v1.Error (section 10). */
export interface TargetError {
  readonly space: string;
  readonly code: number;
}

/**
 * What a P4Runtime client, server, codec or pipeline throws for anything that is refused.
 *
 * @example throw new P4RuntimeError("NOT_FOUND", 'table "ingress.stripe" has no such entry');
 */
export class P4RuntimeError extends Error {
  readonly code: CanonicalCode;
  readonly target?: TargetError;

  constructor(code: CanonicalCode, message: string, options: ErrorOptions & { target?: TargetError } = {}) {
    super(message, options);
    this.name = "P4RuntimeError";
    this.code = code;
    if (options.target !== undefined) this.target = options.target;
  }

  /** The number that goes over the wire. */
  get number(): number {
    return canonicalCodes[this.code];
  }
}

/** An item of a batch that was refused: an update of a write, or a filter of a read. */
export interface BatchFailure<Item> {
  /** Its place in the batch, from 0. */
  readonly index: number;
  readonly item: Item;
  readonly error: P4RuntimeError;
}

/** Some items of a batch were refused: code UNKNOWN, and the reason for each (sections 12.3 and 13.3). */
export class BatchError<Item> extends P4RuntimeError {
  readonly failures: readonly BatchFailure<Item>[];

  constructor(failures: readonly BatchFailure<Item>[], options?: ErrorOptions) {
    const [first] = failures;
    const example =
      first === undefined ? "" : `; number ${first.index}: ${first.error.code} ${first.error.message}`;
    super("UNKNOWN", `${failures.length} failed${example}`, options);
    this.name = "BatchError";
    this.failures = failures;
  }
}
