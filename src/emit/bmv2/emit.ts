import type { Program } from "../../ir/index.js";
import { bmv2Passes, runPasses } from "../../passes/index.js";
import { ActionList } from "./actions.js";
import { lowerChecksums } from "./calculations.js";
import { lowerDeparser } from "./deparser.js";
import { instances, lowerArrays } from "./externs.js";
import { lowerParser, lowerValueSets } from "./parser.js";
import { type NodeCounters, PipelineBuilder } from "./pipeline.js";
import { Shared } from "./shared.js";
import type * as tree from "./tree.js";

/** The names by which simple_switch knows fields of standard_metadata (the `@alias`es of v1model.p4). */
const aliases: Readonly<Record<string, string>> = {
  "queueing_metadata.enq_timestamp": "enq_timestamp",
  "queueing_metadata.enq_qdepth": "enq_qdepth",
  "queueing_metadata.deq_timedelta": "deq_timedelta",
  "queueing_metadata.deq_qdepth": "deq_qdepth",
  "intrinsic_metadata.ingress_global_timestamp": "ingress_global_timestamp",
  "intrinsic_metadata.egress_global_timestamp": "egress_global_timestamp",
  "intrinsic_metadata.mcast_grp": "mcast_grp",
  "intrinsic_metadata.egress_rid": "egress_rid",
  "intrinsic_metadata.priority": "priority",
};

/** Lowers a program that the v1model passes have lowered to BMv2's tree. */
export function lowerToBmv2(v1model: Program): tree.Bmv2Program {
  const program = runPasses(v1model, bmv2Passes);
  const shared = new Shared(program);
  const scopes = instances(program, shared);
  const actions = new ActionList();
  const parser = lowerParser(program.parser, shared);
  const pipelines = lowerPipelines(program, shared, actions);
  const deparser = lowerDeparser(program, shared);
  const checksums = lowerChecksums(program.verifyChecksums, program.updateChecksums, shared);
  const { errors, field_lists, calculations, learn_lists } = shared.finish();
  return {
    ...shared.layout.finish(),
    field_lists,
    errors,
    enums: [],
    parsers: [parser],
    parse_vsets: lowerValueSets(program.parser),
    deparsers: [deparser],
    ...lowerArrays(scopes),
    calculations,
    learn_lists,
    actions: actions.finish(),
    pipelines,
    checksums,
    force_arith: [],
    extern_instances: [],
    field_aliases: Object.entries(aliases).map(([name, field]) => [name, ["standard_metadata", field]]),
    program: program.name,
    __meta__: { version: [2, 23], compiler: "software-defined-ring" },
  };
}

function lowerPipelines(program: Program, shared: Shared, actions: ActionList): readonly tree.Pipeline[] {
  const counters: NodeCounters = { tables: 0, conditionals: 0, statements: 0 };
  const build = (name: "ingress" | "egress", id: number) =>
    new PipelineBuilder(shared, actions, counters).build(name, program[name], id);
  return [build("ingress", 0), build("egress", 1)];
}
