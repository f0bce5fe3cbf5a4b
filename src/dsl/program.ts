import type { SourcePosition } from "../base/index.js";
import {
  type ControllerHeaderRole,
  coreErrors,
  type Documentation,
  type Expression,
  node,
  type PackageInfo,
  type Program as ProgramNode,
  type StructType,
  sameType,
  walk,
} from "../ir/index.js";
import type { AnyAction } from "./action.js";
import { documentation } from "./annotation.js";
import { checkProgram } from "./check-program.js";
import type { Checksum } from "./checksum.js";
import { buildControl } from "./control.js";
import type { FieldSpecs } from "./fields.js";
import { type ActionHandles, actionHandles, type TableHandles, tableHandles } from "./handles.js";
import { type HeaderSpecOf, header as headerType } from "./header.js";
import { checkName } from "./names.js";
import type { Parser } from "./parser.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import {
  type CounterHandles,
  type Counters,
  counterHandles,
  type DigestHandles,
  type Digests,
  digestHandles,
  type MeterHandles,
  type Meters,
  meterHandles,
  type PacketMetadata,
  packetMetadata,
  type RegisterHandles,
  type Registers,
  registerHandles,
} from "./state-handles.js";
import type { Body } from "./step.js";
import type { StructBase } from "./struct.js";
import type { Table, TableKeys } from "./table.js";
import type { TableAction } from "./table-actions.js";
import type { Value } from "./value.js";

/** Tables and actions that the program shows to the control plane under TypeScript names. */
export type Tables = Readonly<Record<string, Table<TableKeys, readonly TableAction[]>>>;
export type Actions = Readonly<Record<string, AnyAction>>;

/** What a program shows to the control plane under TypeScript names, beside tables and actions. */
export interface ShownState<R extends Registers, C extends Counters, M extends Meters, D extends Digests> {
  readonly registers?: R;
  readonly counters?: C;
  readonly meters?: M;
  readonly digests?: D;
}

export interface ProgramOptions<T extends Tables, A extends Actions> {
  readonly headers: StructBase;
  readonly metadata: StructBase;
  readonly parser: Parser;
  /** Between the parser and the queues. A packet that nothing sends anywhere is dropped. */
  readonly ingress: Body;
  /** For every copy, between the queues and the deparser. */
  readonly egress?: Body;
  readonly verifyChecksums?: readonly Checksum[];
  readonly updateChecksums?: readonly Checksum[];
  /** Headers in the order of the wire; the ones that are valid are emitted. */
  readonly deparser: readonly Value[];
  /** The port to the controller, where the target lets the program choose: 510 when absent. */
  readonly cpuPort?: number;
  readonly doc?: string | Documentation;
  readonly version?: string;
  readonly organization?: string;
  /** An e-mail address or a page. */
  readonly contact?: string;
  readonly url?: string;
  readonly tables?: T;
  readonly actions?: A;
}

/** The headers that packets from and to the controller begin with, when the control plane is to know them. */
export interface PacketHeaders<I extends FieldSpecs, O extends FieldSpecs> {
  /** Made with `controllerHeader("packet_in", …)`. */
  readonly packetIn?: HeaderSpecOf<I>;
  /** Made with `controllerHeader("packet_out", …)`. */
  readonly packetOut?: HeaderSpecOf<O>;
}

/** A switch program: its IR, and typed handles for its control plane. */
export interface SwitchProgram<
  T extends Tables = Tables,
  A extends Actions = Actions,
  R extends Registers = Registers,
  C extends Counters = Counters,
  M extends Meters = Meters,
  D extends Digests = Digests,
  I extends FieldSpecs = FieldSpecs,
  O extends FieldSpecs = FieldSpecs,
> {
  readonly name: string;
  readonly ir: ProgramNode;
  readonly tables: TableHandles<T>;
  readonly actions: ActionHandles<A>;
  readonly registers: RegisterHandles<R>;
  readonly counters: CounterHandles<C>;
  readonly meters: MeterHandles<M>;
  readonly digests: DigestHandles<D>;
  /** Reads the metadata of packets from the switch. */
  readonly packetIn: PacketMetadata<I>;
  /** Writes the metadata of packets to the switch. */
  readonly packetOut: PacketMetadata<O>;
}

const noHeader = headerType("no_packet_header_t", {});

/** BMv2's usual port to its controller. */
const defaultCpuPort = 510;

/**
 * A whole switch program.
 *
 * @example
 * ```ts
 * const routes = table("routes", { key: { dst: lpm(hdr.ipv4.dst) }, actions: [sendOn, discard] });
 * const router = switchProgram("router", {
 *   headers: hdr,
 *   metadata: meta,
 *   parser: parser({ start: state([extract(hdr.ethernet), extract(hdr.ipv4)], "accept") }),
 *   ingress: routes.apply(),
 *   deparser: [hdr.ethernet, hdr.ipv4],
 *   tables: { routes },
 *   actions: { sendOn },
 * });
 * const toPort3 = router.actions.sendOn({ port: 3 });
 * const entry = router.tables.routes.entry({ dst: { value: 0x0a000000n, prefixLength: 8 } }, toPort3);
 * ```
 */
export function switchProgram<
  const T extends Tables = Record<never, never>,
  const A extends Actions = Record<never, never>,
  const R extends Registers = Record<never, never>,
  const C extends Counters = Record<never, never>,
  const M extends Meters = Record<never, never>,
  const D extends Digests = Record<never, never>,
  I extends FieldSpecs = Record<never, never>,
  O extends FieldSpecs = Record<never, never>,
>(
  name: string,
  options: ProgramOptions<T, A> & ShownState<R, C, M, D> & PacketHeaders<I, O>,
): SwitchProgram<T, A, R, C, M, D, I, O> {
  const source = here();
  checkName(name, "program", source);
  const ir = buildProgram(name, options, source);
  checkProgram(ir);
  const controls = [ir.ingress, ir.egress];
  return Object.freeze({
    name,
    ir,
    tables: tableHandles(options.tables ?? ({} as T), controls),
    actions: actionHandles(options.actions ?? ({} as A), controls),
    registers: registerHandles(options.registers ?? ({} as R), controls),
    counters: counterHandles(options.counters ?? ({} as C), controls),
    meters: meterHandles(options.meters ?? ({} as M), controls),
    digests: digestHandles(options.digests ?? ({} as D), controls),
    packetIn: metadataOf("packet_in", options.packetIn, ir),
    packetOut: metadataOf("packet_out", options.packetOut, ir),
  });
}

/** A program without such a header has no metadata to read or write. */
function metadataOf<Fields extends FieldSpecs>(
  role: ControllerHeaderRole,
  header: HeaderSpecOf<Fields> | undefined,
  { headers, source }: ProgramNode,
): PacketMetadata<Fields> {
  if (header === undefined) return packetMetadata(noHeader) as PacketMetadata<Fields>;
  const { controllerHeader, name } = header.ir;
  const isThere = headers.fields.some(({ type }) => sameType(type, header.ir));
  if (controllerHeader !== role || !isThere) {
    const message = `${name} is no ${role} header of the program`;
    refuse(
      "DSL-TYPE",
      source,
      message,
      `Make it with controllerHeader("${role}", …), as one of the headers.`,
    );
  }
  return packetMetadata(header);
}

function buildProgram(
  name: string,
  options: ProgramOptions<Tables, Actions>,
  source: SourcePosition,
): ProgramNode {
  const { cpuPort = defaultCpuPort } = options;
  const doc = documentation(options.doc);
  const parser = options.parser.build();
  const ingress = buildControl("ingress", options.ingress, {}, source);
  const egress = buildControl("egress", options.egress ?? [], {}, source);
  return node("program", {
    name,
    about: aboutOf(options),
    headers: structOf(options.headers, source),
    metadata: structOf(options.metadata, source),
    errors: newErrors([parser, ingress, egress]),
    cpuPort,
    parser,
    ingress,
    egress,
    verifyChecksums: (options.verifyChecksums ?? []).map((each) => each.ir),
    updateChecksums: (options.updateChecksums ?? []).map((each) => each.ir),
    deparser: options.deparser.map((each) => emitted(each, source)),
    source,
    ...(doc && { doc }),
  });
}

function aboutOf({ version, organization, contact, url }: ProgramOptions<Tables, Actions>): PackageInfo {
  return {
    ...(version !== undefined && { version }),
    ...(organization !== undefined && { organization }),
    ...(contact !== undefined && { contact }),
    ...(url !== undefined && { url }),
  };
}

function structOf(value: StructBase, source: SourcePosition): StructType {
  const { type } = value.ir;
  if (type.kind === "structType") return type;
  return refuse(
    "DSL-TYPE",
    source,
    "headers and metadata are structs",
    "Make them with headers() and metadata().",
  );
}

function emitted(value: Value, source: SourcePosition): Expression {
  if (["headerType", "stackType", "headerUnionType"].includes(value.ir.type.kind)) return value.ir;
  return refuse("DSL-TYPE", source, "only headers can be emitted", "Give headers, stacks or unions.");
}

function newErrors(blocks: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  walk(blocks, (visited) => {
    if (visited.kind === "errorMember" && !coreErrors.includes(visited.member)) found.add(visited.member);
  });
  return [...found];
}
