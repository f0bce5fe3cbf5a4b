import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  boolType,
  type Control,
  type Expression,
  type Field,
  type Node,
  node,
  type Program,
  type Recirculate,
  rewrite,
  type Statement,
  walk,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { together } from "../statements.js";
import { preservedNames } from "./field-lists.js";
import { sendToPort } from "./lower-forwarding.js";
import { addMetadataFields, metadataField } from "./metadata-fields.js";
import { standardMetadata } from "./standard-metadata.js";

/** Set in ingress, obeyed in egress: 0 for no recirculation, else which of those in the program, from 1. */
const flagName = "recirculate_flag";

/**
 * v1model recirculates in egress only. A recirculation in ingress becomes a flag of the metadata; the packet is
 * sent on to egress (by any port: it never leaves), which does nothing else with it than recirculate it. A later
 * decision about the packet takes the flag back.
 */
export const lowerRecirculation: Pass = {
  name: "lower-recirculation",
  run(program) {
    const kinds = recirculations(program.ingress);
    if (kinds.length === 0) return program;
    const flag = flagField(kinds.length, program.source);
    const flagged = addMetadataFields(program, [flag]);
    const lowering = new Lowering(flagged, flag, kinds);
    const ingress = rewrite(flagged.ingress, (target) => lowering.decision(target));
    return { ...flagged, ingress, egress: lowering.obey(flagged.egress) };
  },
};

/** One recirculation for each list of fields that are kept. */
function recirculations(control: Control): readonly Recirculate[] {
  const byFields = new Map<string, Recirculate>();
  walk(control, (target) => {
    if (target.kind !== "recirculate") return;
    const names = preservedNames(target).join();
    if (!byFields.has(names)) byFields.set(names, target);
  });
  return [...byFields.values()];
}

/** As many bits as the number of kinds needs. */
function flagField(kinds: number, source: SourcePosition): Field {
  return { name: flagName, type: bitType(kinds.toString(2).length), annotations: [], source };
}

class Lowering {
  readonly #program: Program;
  readonly #flag: Field;
  readonly #kinds: readonly Recirculate[];

  constructor(program: Program, flag: Field, kinds: readonly Recirculate[]) {
    this.#program = program;
    this.#flag = flag;
    this.#kinds = kinds;
  }

  decision(target: Node): Node {
    if (target.kind === "recirculate") {
      const { source } = target;
      const toEgress = sendToPort(standardMetadata("ingress_port", source), source);
      return together([...toEgress, this.#setFlag(this.#numberOf(target), source)], source);
    }
    if (target.kind === "sendToPort" || target.kind === "multicast") {
      return together([this.#setFlag(0, target.source), target], target.source);
    }
    return target;
  }

  /** Egress, unless the packet is to be recirculated. */
  obey(egress: Control): Control {
    const { source } = egress;
    const body = this.#kinds.reduceRight<readonly Statement[]>((whenFalse, kind) => {
      const [left, right] = [this.#field(source), this.#number(this.#numberOf(kind), source)];
      const condition = node("binary", { operator: "==", left, right, type: boolType, source });
      const whenTrue = [node("recirculate", { preserved: kind.preserved, source })];
      return [node("if", { condition, whenTrue, whenFalse, source })];
    }, egress.body);
    return { ...egress, body };
  }

  #numberOf(target: Recirculate): number {
    const names = preservedNames(target).join();
    return this.#kinds.findIndex((kind) => preservedNames(kind).join() === names) + 1;
  }

  #setFlag(value: number, source: SourcePosition): Statement {
    return node("assign", { target: this.#field(source), value: this.#number(value, source), source });
  }

  #field(source: SourcePosition): Expression {
    return metadataField(this.#program, flagName, this.#width, source);
  }

  #number(value: number, source: SourcePosition): Expression {
    return node("constant", { type: bitType(this.#width), value: BigInt(value), source });
  }

  get #width(): number {
    return "width" in this.#flag.type ? this.#flag.type.width : 0;
  }
}
