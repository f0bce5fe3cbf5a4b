import { action, type Bit, bit, recirculate, type Step } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { meta } from "./meta.js";
import { code, kind, operation } from "./operations.js";

const { ringworld, ipv4 } = hdr;
const fullTtl = 64;

/** Makes the message one of this switch's own. */
export function fromThisSwitch(): readonly Step[] {
  return [
    ringworld.view.set(meta.view),
    ipv4.src.set(meta.switch_ip),
    hdr.ethernet.src.set(meta.switch_mac),
    ipv4.ttl.set(fullTtl),
  ];
}

const answer = action(
  "answer",
  { kind: bit(8), code: bit(8) },
  (parameters) => [
    ringworld.kind.set(parameters.kind),
    ringworld.code.set(parameters.code),
    fromThisSwitch(),
    ipv4.dst.set(ringworld.reply_to),
    meta.operation.set(operation.route),
  ],
  { doc: "Sends the message back to the host that asked." },
);

const loopBack = action(
  "loop_back",
  { kind: bit(8) },
  (parameters) => [ringworld.kind.set(parameters.kind), recirculate()],
  { doc: "Sends the message through this switch once more." },
);

/** The message goes back to the host that asked, as `answerKind`. */
export function answerWith(answerKind: Bit<8>): Step {
  return answer({ kind: answerKind, code: code.none });
}

/** The request is refused. */
export function refuseWith(reason: Bit<8>): Step {
  return answer({ kind: kind.refused, code: reason });
}

/** The message goes through this switch once more, as `nextKind`. */
export function loopAs(nextKind: Bit<8>): Step {
  return loopBack({ kind: nextKind });
}
