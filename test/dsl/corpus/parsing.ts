import {
  advance,
  any,
  bit,
  cast,
  checksum,
  extract,
  header,
  headers,
  headerUnion,
  literal,
  lookahead,
  metadata,
  type Parser,
  packet,
  parser,
  parserError,
  select,
  sendTo,
  stack,
  state,
  struct,
  switchProgram,
  valueSet,
  varbit,
  verify,
  when,
} from "../../../src/dsl/index.js";
import { ethernet, feature, hdr } from "./base.js";

const { data } = hdr;

const accepting: Parser = parser({
  start: state([extract(hdr.ethernet)], select(hdr.ethernet.ether_type, [[0x1234, "data"]], "accept")),
  data: state([extract(data)], "accept"),
});

const selectOnValues = feature("select_on_values", when(data.isValid(), sendTo(1), sendTo(2)), [], accepting);

const selectOnMasksAndRanges = feature(
  "select_on_masks_and_ranges",
  when(data.isValid(), sendTo(1), sendTo(2)),
  [],
  parser({
    start: state(
      [extract(hdr.ethernet)],
      select(
        [hdr.ethernet.ether_type, hdr.ethernet.dst.slice(40, 40)],
        [
          [[{ value: 0x8000, mask: 0xff00 }, any], "data"],
          [[{ low: 0x600, high: 0x700 }, 1], "data"],
          [[7, 0], "accept"],
        ],
        "reject",
      ),
    ),
    data: state([extract(data)], "accept"),
  }),
);

const trusted = valueSet("trusted", bit(16), 8, { doc: "Types that the controller lets in." });

const selectOnValueSet = feature(
  "select_on_value_set",
  when(data.isValid(), sendTo(1)),
  [],
  parser({
    start: state([extract(hdr.ethernet)], select(hdr.ethernet.ether_type, [[trusted, "data"]], "accept")),
    data: state([extract(data)], "accept"),
  }),
);

const lookingAhead = feature(
  "looking_ahead",
  when(packet.parserError.equals(parserError("NoError")), sendTo(1), sendTo(2)),
  [],
  parser({
    start: state([extract(hdr.ethernet)], select(lookahead(bit(16)).slice(15, 12), [[4, "skip"]], "data")),
    skip: state([advance(32), verify(hdr.ethernet.src.notEquals(0), parserError("NoSender"))], "data"),
    data: state([extract(data)], "accept"),
  }),
);

const label = header("mpls_t", { label: bit(20), traffic_class: bit(3), bottom: bit(1), ttl: bit(8) });
const stacked = headers({ ethernet, mpls: stack(label, 4) });

/** A stack that the parser fills and the control shifts. */
const headerStack = switchProgram("header_stack", {
  headers: stacked,
  metadata: metadata({ depth: bit(32) }),
  parser: parser({
    start: state(
      [extract(stacked.ethernet)],
      select(stacked.ethernet.ether_type, [[0x8847, "mpls"]], "accept"),
    ),
    mpls: state([extract(stacked.mpls.next)], select(stacked.mpls.last.bottom, [[0, "mpls"]], "accept")),
  }),
  ingress: [
    when(stacked.mpls.at(0).isValid(), [
      when(stacked.mpls.at(0).label.equals(3), stacked.mpls.popFront(1), [
        stacked.mpls.pushFront(1),
        stacked.mpls.at(0).setValid(),
        stacked.mpls.at(0).label.set(16),
        stacked.mpls.at(0).traffic_class.set(stacked.mpls.at(1).traffic_class),
        stacked.mpls.at(0).bottom.set(0),
        stacked.mpls.at(0).ttl.set(stacked.mpls.at(1).ttl.subtract(1)),
      ]),
      sendTo(1),
    ]),
  ],
  deparser: [stacked.ethernet, stacked.mpls],
});

const v4 = header("v4_t", { address: bit(32), rest: bit(8) });
const v6 = header("v6_t", { address: bit(128), rest: bit(8) });
const either = headers({ ethernet, ip: headerUnion("ip_t", { v4, v6 }) });

/** One of two headers. */
const unionOfHeaders = switchProgram("union_of_headers", {
  headers: either,
  metadata: metadata({}),
  parser: parser({
    start: state(
      [extract(either.ethernet)],
      select(
        either.ethernet.ether_type,
        [
          [0x0800, "v4"],
          [0x86dd, "v6"],
        ],
        "accept",
      ),
    ),
    v4: state([extract(either.ip.v4)], "accept"),
    v6: state([extract(either.ip.v6)], "accept"),
  }),
  ingress: [
    when(either.ip.v4.isValid(), either.ip.v4.rest.set(4)),
    when(either.ip.v6.isValid(), either.ip.v6.rest.set(6)),
    sendTo(1),
  ],
  deparser: [either.ethernet, either.ip],
});

const optioned = header("optioned_t", {
  version: bit(4),
  words: bit(4),
  checksum: bit(16),
  tag: bit(8),
  options: varbit(320),
});
const variable = headers({ ethernet, optioned });
const fixedWords = 5;

/** A header of variable length, its length taken from the packet, with a checksum over it. */
export const variableLength = switchProgram("variable_length", {
  headers: variable,
  metadata: metadata({}),
  parser: parser({
    start: state([extract(variable.ethernet)], "optioned"),
    optioned: state(
      [
        verify(lookahead(bit(8)).slice(3, 0).greaterOrEqual(fixedWords), parserError("TooShort")),
        extract(
          variable.optioned,
          cast(lookahead(bit(8)).slice(3, 0).subtract(fixedWords), bit(32)).shiftLeft(5),
        ),
      ],
      "accept",
    ),
  }),
  ingress: sendTo(1),
  updateChecksums: [
    checksum(
      variable.optioned.checksum,
      [variable.optioned.version, variable.optioned.words, variable.optioned.tag, variable.optioned.options],
      { when: variable.optioned.isValid() },
    ),
  ],
  deparser: [variable.ethernet, variable.optioned],
});

const pseudo = headers({
  ethernet,
  udp: header("udp_t", { src: bit(16), dst: bit(16), length: bit(16), sum: bit(16) }),
});

/** A checksum that covers the payload. */
const checksumWithPayload = switchProgram("checksum_with_payload", {
  headers: pseudo,
  metadata: metadata({ inner: struct("inner_t", { zero: bit(16) }) }),
  parser: parser({ start: state([extract(pseudo.ethernet), extract(pseudo.udp)], "accept") }),
  ingress: [pseudo.udp.dst.set(pseudo.udp.dst.add(1)), sendTo(1)],
  verifyChecksums: [
    checksum(pseudo.udp.sum, [pseudo.udp.src, pseudo.udp.dst, pseudo.udp.length], { withPayload: true }),
  ],
  updateChecksums: [
    checksum(pseudo.udp.sum, [pseudo.udp.src, pseudo.udp.dst, literal(bit(16), 17), pseudo.udp.length], {
      when: pseudo.udp.isValid(),
      withPayload: true,
    }),
  ],
  deparser: [pseudo.ethernet, pseudo.udp],
});

export const parsingPrograms = [
  selectOnValues,
  selectOnMasksAndRanges,
  selectOnValueSet,
  lookingAhead,
  headerStack,
  unionOfHeaders,
  variableLength,
  checksumWithPayload,
];
