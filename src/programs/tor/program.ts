import { action, bit, packet, switchProgram, table, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { ipv4Checksum, packetDeparser, packetParser } from "../parser.js";
import { portRole, portRoles } from "../ports.js";
import { routing } from "../routing.js";
import { trafficClass } from "../traffic-class.js";
import { classify } from "./classify.js";
import { isDirect, sendDirect } from "./controller-packets.js";
import { decide } from "./decide.js";
import { egress } from "./egress.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";
import { replication } from "./replication.js";
import { ringSuccessor } from "./ring-successor.js";
import { senders } from "./senders.js";
import { sequencer } from "./sequencer.js";
import { type TorSizes, torSizes } from "./sizes.js";

const setSwitch = action(
  "set_switch",
  { view: bit(32), switch_ip: bit(32), switch_mac: bit(48) },
  (parameters) => [
    meta.view.set(parameters.view),
    meta.view_difference.set(hdr.ringworld.view.xor(parameters.view)),
    meta.switch_ip.set(parameters.switch_ip),
    meta.switch_mac.set(parameters.switch_mac),
  ],
);
const noView = action("no_view", {}, () => [meta.view_difference.set(0xffff_ffff)], {
  doc: "A switch that was told no view has none in common with any message, not even with one of view 0.",
});
const thisSwitch = table("this_switch", {
  key: {},
  actions: [setSwitch, noView],
  default: noView(),
  size: 1,
  doc: "Who this switch is, and the view that it is in.",
});

const roles = portRoles(meta.role, meta.trusted);
const classes = trafficClass(meta.trusted);

/** What comes back by recirculation has been looked at when it came in. */
const fromTheLoop = [meta.role.set(portRole.loop), meta.trusted.set(1)];

/** What a packet goes through; `replicate` is shared with the program's handles. */
function ingress(sizes: TorSizes, replicate: ReturnType<typeof replication>) {
  const handleMessage = [
    thisSwitch.apply(),
    replicate.findStripe,
    senders.findMember,
    senders.findFence,
    classify(sizes).apply(),
    replicate.steps,
    sequencer(sizes),
    decide.apply(),
  ];
  const handleIpv4 = [
    classes.steps,
    when(hdr.ringworld.isValid(), handleMessage, [meta.operation.set(operation.route)]),
    when(meta.operation.equals(operation.route), routing.steps, [
      when(meta.operation.equals(operation.resend), ringSuccessor.steps),
    ]),
  ];
  return [
    when(packet.isRecirculated, fromTheLoop, roles.steps),
    when(isDirect, sendDirect, [
      when(hdr.ipv4.isValid(), [senders.findSource, senders.guard(handleIpv4), senders.count]),
    ]),
  ];
}

/**
 * The top-of-rack switch of RingWorld: token, sequencer, replication, with routing and traffic classes.
 *
 * @param sizes what differs from `torSizes`; the name stays, so that small switches are driven like the committed one.
 * @example const small = torProgram({ windowBits: 3, epochBits: 2 });
 */
export function torProgram(sizes: Partial<TorSizes> = {}) {
  const whole = { ...torSizes, ...sizes };
  const replicate = replication(whole);
  return switchProgram("tor", {
    headers: hdr,
    metadata: meta,
    parser: packetParser,
    ingress: ingress(whole, replicate),
    egress: egress.steps,
    updateChecksums: [ipv4Checksum],
    deparser: packetDeparser,
    tables: {
      this_switch: thisSwitch,
      ...roles.tables,
      ...classes.tables,
      ...routing.tables,
      ...ringSuccessor.tables,
      ...replicate.tables,
      ...senders.tables,
      ...egress.tables,
    },
    actions: {
      set_switch: setSwitch,
      no_view: noView,
      ...roles.actions,
      ...classes.actions,
      ...routing.actions,
      ...ringSuccessor.actions,
      ...replicate.actions,
      ...senders.actions,
      ...egress.actions,
    },
    counters: { ...senders.counters },
    version: "1.0.0",
    doc: "RingWorld's top-of-rack switch: token ring, sequencing and replication.",
  });
}

/** The program of the committed artifact. */
export const tor = torProgram();
