import {
  action,
  actionProfile,
  actionSelector,
  annotation,
  bit,
  defaultOnly,
  directCounter,
  drop,
  exact,
  lpm,
  noAction,
  optional,
  packet,
  range,
  selector,
  sendTo,
  table,
  tableOnly,
  ternary,
} from "../../../src/dsl/index.js";
import { feature, hdr, meta } from "./base.js";

const { data, ethernet } = hdr;

const forward = action("forward", { port: bit(9) }, ({ port }) => sendTo(port), { doc: "Sends it on." });
const setWord = action("set_word", { word: bit(32), small: bit(8) }, ({ word, small }) => [
  meta.word.set(word),
  data.a.set(small),
]);
const discard = action("discard", {}, () => drop());

const exactMatch = feature(
  "exact_match",
  table("lookup", {
    key: { dst: exact(ethernet.dst), valid: exact(data.isValid()) },
    actions: [forward, discard],
    default: discard(),
    size: 1000,
  }).apply(),
);

const longestPrefixMatch = feature(
  "longest_prefix_match",
  table("routes", { key: { d: lpm(data.d) }, actions: [forward, discard], default: discard() }).apply(),
);

export const ternaryMatch = feature(
  "ternary_match",
  table("rules", {
    key: { a: ternary(data.a), c: ternary(data.c), port: optional(packet.ingressPort), d: range(data.d) },
    actions: [forward, discard, noAction],
    size: 64,
  }).apply(),
);

const constEntries = feature(
  "const_entries",
  table("fixed", {
    key: { a: exact(data.a), b: ternary(data.b), d: lpm(data.d), c: range(data.c) },
    actions: [forward, setWord],
    entries: [
      {
        key: { a: 1, b: { value: 0x10, mask: 0xf0 }, d: { value: 0x0a000000, prefixLength: 8 } },
        action: forward({ port: 1 }),
      },
      { key: { a: 1, c: { low: 5, high: 9 } }, action: forward({ port: 2 }) },
      { key: { a: 2 }, action: setWord({ word: 7, small: 255 }) },
    ],
    constDefault: forward({ port: 3 }),
  }).apply(),
);

const entriesWithPriorities = feature(
  "entries_with_priorities",
  table("ranked", {
    key: { a: ternary(data.a) },
    actions: [forward],
    entries: [
      { key: { a: { value: 1, mask: 1 } }, action: forward({ port: 1 }), priority: 10 },
      { key: { a: { value: 3, mask: 3 } }, action: forward({ port: 2 }), priority: 20 },
    ],
    default: forward({ port: 3 }),
  }).apply(),
);

const noKeys = feature("no_keys", [
  table("only", { key: {}, actions: [setWord, noAction], default: setWord({ word: 1, small: 2 }) }).apply(),
  data.d.set(meta.word),
  sendTo(1),
]);

const hits = directCounter("hits", "packetsAndBytes", { doc: "What each entry let through." });

export const directResources = feature("direct_resources", [
  table("counted", {
    key: { a: exact(data.a) },
    actions: [forward],
    counter: hits,
    idleTimeout: true,
  }).apply(),
]);

const second = table("second", { key: { b: exact(data.b) }, actions: [forward, discard, setWord] });

const hitAndMiss = feature("hit_and_miss", [
  table("first", { key: { a: exact(data.a) }, actions: [forward, noAction] }).apply({
    hit: data.b.set(1),
    miss: second.apply({ actions: { set_word: [sendTo(4)], discard: [] }, otherwise: data.b.set(9) }),
  }),
]);

const directCalls = feature("direct_calls", [setWord({ word: data.d, small: data.b }), forward({ port: 5 })]);

const sharedProfile = feature("shared_profile", [
  table("pick", {
    key: { a: exact(data.a) },
    actions: [forward, discard],
    implementation: actionProfile("members", 32),
    size: 128,
  }).apply(),
]);

const equalCostPaths = feature("equal_cost_paths", [
  table("paths", {
    key: { d: lpm(data.d), flow: selector(data.c), sender: selector(ethernet.src) },
    actions: [forward, noAction],
    implementation: actionSelector("groups", 64, { algorithm: "crc16", outputWidth: 14 }),
  }).apply(),
]);

const scopedActions = feature("scoped_actions", [
  table("scoped", {
    key: { a: exact(data.a) },
    actions: [tableOnly(forward), defaultOnly(discard)],
    default: discard(),
    annotations: [annotation("id", 4321)],
  }).apply(),
]);

export const tablePrograms = [
  exactMatch,
  longestPrefixMatch,
  ternaryMatch,
  constEntries,
  entriesWithPriorities,
  noKeys,
  directResources,
  hitAndMiss,
  directCalls,
  sharedProfile,
  equalCostPaths,
  scopedActions,
];
