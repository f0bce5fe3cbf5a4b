import { bitType, boolType, errorType, type IntrinsicName, node } from "../ir/index.js";
import { Bool } from "./bool.js";
import { ErrorValue } from "./named-types.js";
import { Bit } from "./numbers.js";
import { here } from "./position.js";

/** Bits of a port number on every target here. */
export const portWidth = 9;

/** Bits of a multicast group, and of the number of a copy. */
export const groupWidth = 16;

/** Bits of a priority. */
export const priorityWidth = 3;

function number<W extends number>(intrinsic: IntrinsicName, width: W): Bit<W> {
  return new Bit(node("intrinsic", { intrinsic, type: bitType(width), source: here() }), width);
}

function truth(intrinsic: IntrinsicName): Bool {
  return new Bool(node("intrinsic", { intrinsic, type: boolType, source: here() }));
}

/** What every target knows about the packet at hand. Each target has its own place for it. */
export const packet = Object.freeze({
  /**
   * Where the packet came in.
   *
   * @example
   * ```ts
   * meta.port.set(packet.ingressPort)
   * ```
   * ```p4
   * meta.port = standard_metadata.ingress_port;
   * ```
   */
  get ingressPort(): Bit<9> {
    return number("ingressPort", portWidth);
  },
  /**
   * Egress: where this copy of the packet leaves.
   *
   * @example
   * ```ts
   * meta.port.set(packet.egressPort)
   * ```
   * ```p4
   * meta.port = standard_metadata.egress_port;
   * ```
   */
  get egressPort(): Bit<9> {
    return number("egressPort", portWidth);
  },
  /**
   * Egress: which copy of a multicast group this is.
   *
   * @example
   * ```ts
   * meta.bucket.set(packet.replicationId)
   * ```
   * ```p4
   * meta.bucket = standard_metadata.egress_rid;
   * ```
   */
  get replicationId(): Bit<16> {
    return number("replicationId", groupWidth);
  },
  /**
   * Bytes of the packet as it came in.
   *
   * @example
   * ```ts
   * meta.bucket.set(packet.length)
   * ```
   * ```p4
   * meta.bucket = (bit<16>)standard_metadata.packet_length;
   * ```
   */
  get length(): Bit<16> {
    return number("packetLength", 16);
  },
  /**
   * When the packet came in: microseconds on BMv2, nanoseconds on Tofino.
   *
   * @example
   * ```ts
   * hdr.ethernet.src.set(packet.ingressTimestamp)
   * ```
   * ```p4
   * hdr.ethernet.src = standard_metadata.ingress_global_timestamp;
   * ```
   */
  get ingressTimestamp(): Bit<48> {
    return number("ingressTimestamp", 48);
  },
  /**
   * Egress: when egress began, in the ticks of `ingressTimestamp`.
   *
   * @example
   * ```ts
   * hdr.ethernet.src.set(packet.egressTimestamp)
   * ```
   * ```p4
   * hdr.ethernet.src = standard_metadata.egress_global_timestamp;
   * ```
   */
  get egressTimestamp(): Bit<48> {
    return number("egressTimestamp", 48);
  },
  /**
   * Egress: how many packets waited in the queue.
   *
   * @example
   * ```ts
   * meta.ticket.set(cast(packet.queueDepth, bit(32)))
   * ```
   * ```p4
   * meta.ticket = (bit<32>)standard_metadata.enq_qdepth;
   * ```
   */
  get queueDepth(): Bit<19> {
    return number("queueDepth", 19);
  },
  /**
   * Whether this packet has been recirculated.
   *
   * @example
   * ```ts
   * meta.seen.set(packet.isRecirculated)
   * ```
   * ```p4
   * meta.seen = standard_metadata.instance_type == 4;
   * ```
   */
  get isRecirculated(): Bool {
    return truth("isRecirculated");
  },
  /**
   * Egress: whether this packet is a clone.
   *
   * @example
   * ```ts
   * when(packet.isClone, meta.seen.set(true))
   * ```
   * ```p4
   * if (standard_metadata.instance_type == 1 || standard_metadata.instance_type == 2) {
   *     meta.seen = true;
   * }
   * ```
   */
  get isClone(): Bool {
    return truth("isClone");
  },
  /**
   * Why the parser stopped; `NoError` when it did not.
   *
   * @example
   * ```ts
   * when(packet.parserError.notEquals(parserError("NoError")), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (standard_metadata.parser_error != error.NoError) {
   *     discard();
   * }
   * ```
   */
  get parserError(): ErrorValue {
    return new ErrorValue(node("intrinsic", { intrinsic: "parserError", type: errorType, source: here() }));
  },
});

/** The port that leads to the controller. */
export const cpuPort: Bit<9> = number("cpuPort", portWidth);
