import {
  action,
  bit,
  cast,
  cpuPort,
  drop,
  multicast,
  packet,
  recirculate,
  type Step,
  sendTo,
} from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { meta } from "./meta.js";
import { code, kind, operation } from "./operations.js";
import { tokenGroup } from "./sizes.js";

const { ringworld, ipv4 } = hdr;
const fullTtl = 64;

/** A repeated release does not know how many tickets its epoch had: all that were granted in it. */
const allTickets = 0x7fff_ffff;

/** Makes the message one of this switch's own. */
function fromThisSwitch(): readonly Step[] {
  return [
    ringworld.view.set(meta.view),
    ipv4.src.set(meta.switch_ip),
    hdr.ethernet.src.set(meta.switch_mac),
    ipv4.ttl.set(fullTtl),
  ];
}

/** Back to the host that asked. */
function toAsker(): readonly Step[] {
  return [...fromThisSwitch(), ipv4.dst.set(ringworld.reply_to), meta.operation.set(operation.route)];
}

export const answer = action(
  "answer",
  { kind: bit(8), code: bit(8) },
  (parameters) => [ringworld.kind.set(parameters.kind), ringworld.code.set(parameters.code), toAsker()],
  { doc: "Sends the message back to the host that asked." },
);

export const refuseFenced = action(
  "refuse_fenced",
  {},
  () => [
    ringworld.kind.set(kind.refused),
    ringworld.code.set(code.fenced),
    ipv4.dst.set(ipv4.src),
    ...fromThisSwitch(),
    meta.operation.set(operation.route),
  ],
  { doc: "Who is fenced off is told so itself, whomever its message says to answer." },
);

export const refuseWithCursor = action(
  "refuse_with_cursor",
  { code: bit(8) },
  (parameters) => [
    ringworld.kind.set(kind.refused),
    ringworld.code.set(parameters.code),
    ringworld.sequence.set(meta.cursor),
    toAsker(),
  ],
  { doc: "Refuses a request, and tells how far its lane is committed." },
);

export const repeatRelease = action(
  "repeat_release",
  {},
  () => [
    ringworld.kind.set(kind.release),
    ringworld.code.set(code.none),
    ringworld.count.set(allTickets),
    toAsker(),
  ],
  { doc: "A release for a host that lost it." },
);

export const loopBack = action(
  "loop_back",
  { kind: bit(8) },
  (parameters) => [ringworld.kind.set(parameters.kind), recirculate()],
  { doc: "Sends the message through this switch once more." },
);

export const beginPending = action(
  "begin_pending",
  {},
  () => [
    ringworld.kind.set(kind.pending),
    ringworld.view.set(meta.view),
    ringworld.count.set(1),
    recirculate(),
  ],
  { doc: "An append waits here until the token comes." },
);

export const beginAdvance = action(
  "begin_advance",
  {},
  () => [ringworld.kind.set(kind.advance), ringworld.sequence.set(meta.position), recirculate()],
  { doc: "The message becomes the packet that moves the commit cursor and then tells the client." },
);

export const goOnAdvancing = action(
  "go_on_advancing",
  {},
  () => [ringworld.sequence.set(ringworld.sequence.add(1)), recirculate()],
  { doc: "The next position is committed already: the cursor moves over it, too." },
);

function store(): readonly Step[] {
  return [
    ringworld.kind.set(kind.store),
    ringworld.code.set(code.none),
    ...fromThisSwitch(),
    multicast(meta.group),
  ];
}

export const storeAtReplicas = action("store_at_replicas", {}, () => store(), {
  doc: "The replica set gets the entry.",
});

export const storeJunk = action(
  "store_junk",
  {},
  () => [ringworld.tag.set(0), ringworld.client.set(0), ringworld.length.set(0), ...store()],
  { doc: "The replica set gets junk for an index that stands still." },
);

/** A log server answers a contested fetch (bit 0) as one vote of several, not as the truth; bit 1 is the reader's. */
function askForEntry(): readonly Step[] {
  return [ringworld.kind.set(kind.fetch), ringworld.code.setSlice(0, 0, meta.contested), ...fromThisSwitch()];
}

export const fetchFromOne = action(
  "fetch_from_one",
  {},
  () => [...askForEntry(), ipv4.dst.set(meta.server_ip), meta.operation.set(operation.route)],
  { doc: "One log server sends the entry to the reader." },
);

export const fetchFromAll = action("fetch_from_all", {}, () => [...askForEntry(), multicast(meta.group)], {
  doc: "Every log server of the replica set sends what it holds to the reader.",
});

export const routeToLeader = action(
  "route_to_leader",
  {},
  () => [ipv4.dst.set(meta.leader_ip), meta.operation.set(operation.route)],
  { doc: "Another switch leads the stripe of the index." },
);

export const passToken = action("pass_token", {}, () => [multicast(tokenGroup)], {
  doc: "The token goes on; its copies acknowledge it and release the tickets (see egress).",
});

export const acknowledgeDuplicate = action(
  "acknowledge_duplicate",
  {},
  () => [ringworld.kind.set(kind.tokenAck), sendTo(packet.ingressPort)],
  { doc: "A duplicate is acknowledged and goes no further." },
);

export const resendToken = action(
  "resend_token",
  {},
  () => [
    ringworld.kind.set(kind.token),
    ringworld.count.set(0),
    fromThisSwitch(),
    meta.operation.set(operation.resend),
  ],
  { doc: "A tick sends a token again that was not acknowledged." },
);

/** To the controller, which has no address: behind a header that says where the message came in. */
function toController(): readonly Step[] {
  return [
    hdr.packet_in.setValid(),
    hdr.packet_in.ingress_port.set(cast(packet.ingressPort, bit(16))),
    sendTo(cpuPort),
  ];
}

export const passToController = action("pass_to_controller", {}, () => toController(), {
  doc: "What a log server of the rack answers its controller.",
});

export const askMembers = action(
  "ask_members",
  { kind: bit(8) },
  (parameters) => [ringworld.kind.set(parameters.kind), ...fromThisSwitch(), multicast(meta.group)],
  { doc: "The members of the replica set remember something before it is answered: a tail, or a trim." },
);

function showCursor(): readonly Step[] {
  return [
    ringworld.kind.set(kind.statusReply),
    ringworld.view.set(meta.view),
    ringworld.tag.set(meta.cursor),
    ...toController(),
  ];
}

export const showRegisters = action("show_registers", {}, () => showCursor(), {
  doc: "What the registers hold, for the controller: BMv2 shows no registers over P4Runtime.",
});

export const showLane = action(
  "show_lane",
  {},
  () => [
    ringworld.epoch.set(0),
    ringworld.ticket.set(0),
    ringworld.count.set(0),
    ringworld.sequence.set(0),
    ...showCursor(),
  ],
  { doc: "A lane's commit cursor has begun; the registers are shown to who asks for them." },
);

export const passAnswer = action("pass_answer", {}, () => [meta.operation.set(operation.route)], {
  doc: "What a log server of the rack answers for its own replica set goes on.",
});

export const refuse = action(
  "refuse",
  { reason: bit(8) },
  ({ reason }) => [meta.refusal.set(reason), drop()],
  { doc: "A log server speaks for a replica set that it is no member of, or is fenced off." },
);

export const discard = action("discard", {}, () => [drop()]);
