import { action, directCounter, drop, exact, packet, table, ternary, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { kind } from "./operations.js";

const { ringworld } = hdr;

const letThrough = action("let_through", {}, () => [], { doc: "Somebody behind the port wants the stream." });
const filterOut = action("filter_out", {}, () => [drop()], {
  doc: "Nobody behind the port wants the stream: the mark that goes before the entry is enough.",
});
const subscriptionTable = table("subscription", {
  key: { egress_port: exact(packet.egressPort), stream: ternary(ringworld.stream) },
  actions: [letThrough, filterOut],
  default: filterOut(),
  size: 1024,
  counter: directCounter("feeds", "packets"),
  doc: "The streams that the hosts behind each port subscribe to; links to other switches carry all of them.",
});

/** Keeps from a host what it has not subscribed to (paper, section 3.4). */
export const subscription = {
  steps: [when(ringworld.kind.equals(kind.feed), [subscriptionTable.apply()])],
  tables: { subscription: subscriptionTable },
  actions: { let_through: letThrough },
} as const;
