import { p4info } from "p4runtime-js-grpc/messages";
import type { HeaderType, Program } from "../../ir/index.js";
import { describeActions } from "./actions.js";
import { documentation, isHidden, memberIds, printAnnotations } from "./annotations.js";
import {
  describeActionProfiles,
  describeCounters,
  describeDigests,
  describeDirectCounters,
  describeDirectMeters,
  describeMeters,
  describeRegisters,
  describeValueSet,
} from "./externs.js";
import { pipelinesOf } from "./instances.js";
import { Preambles } from "./preambles.js";
import { controllerHeaders } from "./symbols.js";
import { describeTables } from "./tables.js";
import { bitwidth, TypeInfo } from "./type-specs.js";

/**
 * The control plane's view of a program that the v1model passes have lowered, equal to what p4c says of its
 * v1model text: ids, aliases, documentation and order.
 */
export function describeProgram(program: Program): p4info.P4Info {
  const preambles = new Preambles(program);
  const types = new TypeInfo();
  const pipelines = pipelinesOf(program);
  const outer = pipelines.flatMap(({ outerFirst }) => outerFirst);
  const inner = pipelines.flatMap(({ innerFirst }) => innerFirst);
  return p4info.P4Info.create({
    pkgInfo: {
      name: program.name,
      arch: "v1model",
      ...program.about,
      ...(program.doc && { doc: documentation(program.doc) }),
    },
    tables: inner.flatMap((instance) => describeTables(instance, preambles, types)),
    actions: firstOfEach(pipelines.flatMap((pipeline) => describeActions(pipeline, preambles, types))),
    actionProfiles: outer.flatMap((instance) => describeActionProfiles(instance, preambles)),
    counters: outer.flatMap((instance) => describeCounters(instance, preambles)),
    directCounters: inner.flatMap((instance) => describeDirectCounters(instance, preambles)),
    meters: outer.flatMap((instance) => describeMeters(instance, preambles)),
    directMeters: inner.flatMap((instance) => describeDirectMeters(instance, preambles)),
    controllerPacketMetadata: controllerHeaders(program).map((header) =>
      describeHeader(header, preambles, types),
    ),
    valueSets: program.parser.valueSets.map((set) => describeValueSet(set, program.parser.name, preambles)),
    registers: outer.flatMap((instance) => describeRegisters(instance, preambles, types)),
    digests: inner.flatMap((instance) => describeDigests(instance, preambles, types)),
    typeInfo: types.finish(),
  });
}

/** Every control has its own NoAction, but they are one. */
function firstOfEach(actions: readonly p4info.Action[]): p4info.Action[] {
  const byId = new Map<number | undefined, p4info.Action>();
  for (const action of actions) if (!byId.has(action.preamble?.id)) byId.set(action.preamble?.id, action);
  return [...byId.values()];
}

/** A controller header goes by its role, not by its type's name, which only its id comes from. */
function describeHeader(
  header: HeaderType,
  preambles: Preambles,
  types: TypeInfo,
): p4info.ControllerPacketMetadata {
  const role = header.controllerHeader ?? "";
  const fields = header.fields;
  const ids = memberIds(fields);
  return p4info.ControllerPacketMetadata.create({
    preamble: {
      id: preambles.id("controllerHeader", header.name),
      name: role,
      alias: role,
      annotations: [`@controller_header("${role}")`, ...printAnnotations(header.annotations)],
    },
    metadata: fields.flatMap(({ name, type, annotations }, position) => {
      if (isHidden(annotations)) return [];
      const typeName = types.nameOf(type);
      return [
        {
          id: ids[position] ?? 0,
          name,
          annotations: printAnnotations(annotations),
          bitwidth: bitwidth(type),
          typeName,
        },
      ];
    }),
  });
}
