import { getTextEncoding } from "@bufbuild/protobuf/wire";
import { buildSchema, fitsFilter, type Schema } from "p4runtime-js-grpc/codec";
import { P4RuntimeError } from "p4runtime-js-grpc/errors";
import { p4info } from "p4runtime-js-grpc/messages";
import type { Pipeline, PipelineConfig, PipelineListener } from "p4runtime-js-grpc/pipeline";
import type { ControllerPacket, DigestEntry, Entity, Update, UpdateType } from "p4runtime-js-grpc/values";
import { CodedError, equalBytes } from "../../base/index.js";
import type { SwitchClock } from "../forwarding/environment.js";
import { loadProgram } from "../load/program.js";
import type { Program } from "../model/index.js";
import type { LoadedProgram, Switch } from "../switch.js";
import { CellControl } from "./cell-control.js";
import { IdleTimeouts } from "./idle-timeouts.js";
import { fromController, type PacketField, toController } from "./packet-io.js";
import { ProfileControl, requireExistence } from "./profile-control.js";
import { objectOf, objectsOf, refuseControl } from "./refusal.js";
import { applyGroup, applySession, groups, sessions } from "./replication-control.js";
import { type OptionalKeys, TableControl } from "./table-control.js";
import { applyValueSet, valueSets } from "./value-set-control.js";

/** A config that was checked. */
interface CheckedConfig {
  readonly program: Program;
  readonly schema: Schema;
}

/** One that was checked before. */
interface KnownConfig extends CheckedConfig {
  readonly config: PipelineConfig;
  /** The text of its program. */
  readonly json: string;
}

/** The control plane's view of one loaded program. */
interface Control {
  readonly loaded: LoadedProgram;
  readonly schema: Schema;
  /** The fields of the headers between switch and controller. */
  readonly packetIn: readonly PacketField[];
  readonly packetOut: readonly PacketField[];
  readonly tables: TableControl;
  readonly profiles: ProfileControl;
  readonly cells: CellControl;
  readonly idle: IdleTimeouts;
}

/** Checks both halves of a config; INVALID_ARGUMENT with the loader's own code and path. */
function check(p4infoBytes: Uint8Array, json: string): CheckedConfig {
  try {
    const schema = buildSchema(p4info.P4Info.decode(p4infoBytes));
    const program = loadProgram(json);
    return { program, schema };
  } catch (error) {
    if (error instanceof P4RuntimeError) throw error;
    if (error instanceof CodedError)
      throw new P4RuntimeError("INVALID_ARGUMENT", error.message, { cause: error });
    throw new P4RuntimeError("INVALID_ARGUMENT", `the P4Info cannot be decoded: ${String(error)}`, {
      cause: error,
    });
  }
}

/** Names of the optional key fields of every table that P4Info has. */
function optionalKeys(schema: Schema): OptionalKeys {
  return new Map(
    [...schema.tables].map(({ name, matchFields }) => [
      name,
      new Set([...matchFields].filter(({ kind }) => kind === "optional").map((field) => field.name)),
    ]),
  );
}

export interface SwitchPipelineOptions {
  /** Where packet-ins come from and packet-outs enter. */
  readonly cpuPort?: number;
  /** Counts from 1970 and stamps digests and idle notifications (section 16.4); absent: the switch's own clock. */
  readonly timeOfDay?: SwitchClock;
}

/**
 * A `Switch` as a P4Runtime server sees it.
 *
 * Packets that the program sends to `cpuPort` become packet-ins, and packet-outs enter there, both with the
 * header that P4Info describes. Without `cpuPort` there are neither.
 *
 * @example
 * const server = new P4RuntimeServer(…, new SwitchPipeline(fabric, { cpuPort: 510 }));
 */
export class SwitchPipeline implements Pipeline {
  private control: Control | undefined;
  private listener: PipelineListener | undefined;
  /** The config that was checked last: it is committed next, and a controller may send the same again. */
  private lastChecked: KnownConfig | undefined;

  constructor(
    private readonly target: Switch,
    private readonly options: SwitchPipelineOptions,
  ) {
    const { cpuPort } = options;
    if (cpuPort !== undefined) target.attach(cpuPort, { send: (frame) => this.packetIn(frame) });
    target.onDigest = (list) => this.listener?.digest({ ...list, timestampNs: this.timestampNs() });
  }

  /** Now, as messages to controllers say it. */
  private timestampNs(): bigint {
    const { timeOfDay = this.target.options.clock } = this.options;
    return BigInt(Math.floor(timeOfDay.nowUs())) * 1000n;
  }

  verify(config: PipelineConfig): void {
    this.checked(config);
  }

  commit(config: PipelineConfig): void {
    const { program, schema } = this.checked(config);
    this.target.start(program);
    this.control?.idle.stop();
    this.control = this.controlOf(this.target.running, schema);
  }

  /** Ends the switch with its timers, so that a process may end; another commit begins anew. */
  stop(): void {
    this.control?.idle.stop();
    this.control = undefined;
    this.target.stop();
  }

  /** Configs are checked before they are committed, and the same may come many times. */
  private checked(config: PipelineConfig): CheckedConfig {
    const known = this.lastChecked;
    if (known?.config === config) return known;
    // Long texts are compared faster than bytes, and everybody waits.
    const json = getTextEncoding().decodeUtf8(config.deviceConfig);
    const isKnown = known?.json === json && equalBytes(known.config.p4info, config.p4info);
    const { program, schema } = isKnown ? known : check(config.p4info, json);
    this.lastChecked = { config, json, program, schema };
    return this.lastChecked;
  }

  private controlOf(loaded: LoadedProgram, schema: Schema): Control {
    const { clock, timers } = this.target.options;
    const nowUs = () => clock.nowUs();
    const tables = new TableControl(loaded.state, optionalKeys(schema), nowUs);
    const idle = new IdleTimeouts(loaded.state.tables, tables, {
      nowUs,
      schedule: (delayUs, callback) => timers.schedule(delayUs, callback),
      tell: (entries) => this.listener?.idleTimeout(entries, this.timestampNs()),
    });
    const cells = new CellControl(loaded.state, tables, nowUs);
    const [packetIn, packetOut] = [[...schema.packetIn], [...schema.packetOut]];
    const profiles = new ProfileControl(loaded.state);
    return { loaded, schema, packetIn, packetOut, tables, profiles, cells, idle };
  }

  private get ready(): Control {
    return this.control ?? refuseControl("FAILED_PRECONDITION", "no pipeline is loaded");
  }

  apply({ type, entity }: Update): void {
    const { tables, profiles, cells, loaded, schema, idle } = this.ready;
    switch (entity.kind) {
      case "tableEntry":
        tables.apply(type, entity);
        if (entity.idleTimeoutNs > 0n) idle.watch();
        return;
      case "actionProfileMember":
        profiles.applyMember(type, entity);
        return;
      case "actionProfileGroup":
        profiles.applyGroup(type, entity);
        return;
      case "counterEntry":
        cells.applyCounter(type, entity);
        return;
      case "directCounterEntry":
        cells.applyDirectCounter(type, entity);
        return;
      case "meterEntry":
        cells.applyMeter(type, entity);
        return;
      case "directMeterEntry":
        cells.applyDirectMeter(type, entity);
        return;
      case "registerEntry":
        cells.applyRegister(type, entity);
        return;
      case "multicastGroup":
        applyGroup(loaded.state.replication, type, entity);
        return;
      case "cloneSession":
        applySession(loaded.state.replication, type, entity, this.target.priorityQueues);
        return;
      case "valueSet": {
        const names = [...schema.valueSets.byName(entity.valueSet).matchFields].map(({ name }) => name);
        applyValueSet(loaded.state, type, entity, names);
        return;
      }
      case "digestEntry":
        this.applyDigest(type, entity);
        return;
    }
  }

  private applyDigest(type: UpdateType, entry: DigestEntry): void {
    const digest = objectOf(this.ready.loaded.digests, ({ definition }) => definition.name, entry.digest);
    requireExistence(type, digest.config !== undefined, `digest entry for ${entry.digest}`);
    digest.configure(type === "delete" ? undefined : entry);
  }

  *read(filter: Entity): Iterable<Entity> {
    for (const entity of this.candidates(filter)) {
      if (fitsFilter(filter, entity)) yield entity;
    }
  }

  private candidates(filter: Entity): Iterable<Entity> {
    const { tables, profiles, cells, loaded } = this.ready;
    switch (filter.kind) {
      case "tableEntry":
        return filter.isDefault ? tables.defaults(filter) : this.entries(filter);
      case "actionProfileMember":
        return profiles.members(filter);
      case "actionProfileGroup":
        return profiles.groups(filter);
      case "counterEntry":
        return cells.counters(filter);
      case "directCounterEntry":
        return cells.directCounters(filter.tableEntry);
      case "meterEntry":
        return cells.meters(filter);
      case "directMeterEntry":
        return cells.directMeters(filter.tableEntry);
      case "registerEntry":
        return cells.registers(filter);
      case "multicastGroup":
        return groups(loaded.state.replication);
      case "cloneSession":
        return sessions(loaded.state.replication);
      case "valueSet":
        return valueSets(loaded.state, filter);
      case "digestEntry":
        return objectsOf(loaded.digests, ({ definition }) => definition.name, filter.digest).flatMap(
          ({ config }) => (config === undefined ? [] : [config]),
        );
    }
  }

  private *entries(filter: Extract<Entity, { kind: "tableEntry" }>): Iterable<Entity> {
    const { tables } = this.ready;
    for (const [table, record] of tables.records(filter)) yield tables.show(table, record, filter);
  }

  packetOut(packet: ControllerPacket): void {
    const { cpuPort } = this.options;
    if (cpuPort === undefined) refuseControl("FAILED_PRECONDITION", "the switch has no CPU port");
    this.target.receive(cpuPort, fromController(this.ready.packetOut, packet));
  }

  private packetIn(frame: Uint8Array): void {
    if (this.control === undefined) return;
    this.listener?.packetIn(toController(this.control.packetIn, frame));
  }

  acknowledgeDigest(digest: string, listId: bigint): void {
    objectOf(this.ready.loaded.digests, ({ definition }) => definition.name, digest).acknowledge(listId);
  }

  listen(listener: PipelineListener): void {
    this.listener = listener;
  }
}
