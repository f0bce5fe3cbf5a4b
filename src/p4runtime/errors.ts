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

/**
 * What a P4Runtime client, server, codec or pipeline throws for anything that is refused.
 *
 * @example throw new P4RuntimeError("NOT_FOUND", 'table "ingress.stripe" has no such entry');
 */
export class P4RuntimeError extends Error {
  readonly code: CanonicalCode;

  constructor(code: CanonicalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "P4RuntimeError";
    this.code = code;
  }

  /** The number that goes over the wire. */
  get number(): number {
    return canonicalCodes[this.code];
  }
}
