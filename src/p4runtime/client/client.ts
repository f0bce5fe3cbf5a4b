import {
  buildSchema,
  decodeDigestList,
  decodeEntity,
  decodePacket,
  encodeDigestAck,
  encodeEntity,
  encodePacket,
  encodeUpdate,
  type KnownP4Info,
  readP4Info,
  type Schema,
} from "../codec/index.js";
import { uint64 } from "../codec/numbers.js";
import { encodeElectionId } from "../election.js";
import { BatchError, type BatchFailure, P4RuntimeError } from "../errors.js";
import { p4RuntimeService } from "../grpc/service.js";
import { p4, p4info } from "../messages/index.js";
import type { PipelineConfig } from "../pipeline.js";
import type { Atomicity, ControllerPacket, Entity, TableEntry, Update } from "../values.js";
import { Calls } from "./calls.js";
import { type ArbitrationState, type ClientEvents, Listeners } from "./events.js";
import { type ConnectOptions, encodeRoleConfig, timeoutMsDefault } from "./options.js";
import { Session } from "./session.js";

/** What SetForwardingPipelineConfig does with a config, section 14. */
export type ConfigAction = "verify" | "verifyAndSave" | "verifyAndCommit" | "commit" | "reconcileAndCommit";

/** A config with the controller's own mark on it, which the switch keeps. */
export interface MarkedConfig extends PipelineConfig {
  readonly cookie?: bigint;
}

const { SetForwardingPipelineConfigRequest_Action: Action, WriteRequest_Atomicity: Mode } = p4;

const actions: Readonly<Record<ConfigAction, p4.SetForwardingPipelineConfigRequest_Action>> = {
  verify: Action.VERIFY,
  verifyAndSave: Action.VERIFY_AND_SAVE,
  verifyAndCommit: Action.VERIFY_AND_COMMIT,
  commit: Action.COMMIT,
  reconcileAndCommit: Action.RECONCILE_AND_COMMIT,
};

const modes: Readonly<Record<Atomicity, p4.WriteRequest_Atomicity>> = {
  continueOnError: Mode.CONTINUE_ON_ERROR,
  rollbackOnError: Mode.ROLLBACK_ON_ERROR,
  dataplaneAtomic: Mode.DATAPLANE_ATOMIC,
};

/** The errors of so many updates fit into the trailers of an answer with room to spare. */
const updatesPerRequestMax = 200;

/**
 * A controller's connection to one device. Everything that fails throws a `P4RuntimeError`. A client never
 * connects again by itself: when `closed` comes, make a new one.
 *
 * @example
 * const client = await P4RuntimeClient.connect({ address: "127.0.0.1:9559", deviceId: 1n, electionId: 1n });
 * await client.becomePrimary();
 * await client.setPipeline({ p4info, deviceConfig });
 * await client.write([{ type: "insert", entity: tableEntry({ table: "ingress.stripe", … }) }]);
 * for await (const entity of client.read([tableEntry({ table: "ingress.stripe" })])) console.log(entity);
 * await client.close();
 */
export class P4RuntimeClient {
  readonly deviceId: bigint;
  readonly #role: string;
  readonly #timeoutMs: number;
  readonly #calls: Calls;
  readonly #listeners = new Listeners();
  readonly #session: Session;
  #schema: Schema | undefined;
  /** That of the config that was sent last. */
  #sent: KnownP4Info | undefined;

  private constructor(options: ConnectOptions) {
    this.deviceId = uint64(options.deviceId, "a device id");
    this.#role = options.role ?? "";
    this.#timeoutMs = options.timeoutMs ?? timeoutMsDefault;
    this.#calls = new Calls(options);
    const { electionId } = options;
    this.#session = new Session(
      this.#calls,
      {
        deviceId: this.deviceId,
        role: this.#role,
        roleConfig: options.roleConfig && encodeRoleConfig(options.roleConfig),
        electionId,
      },
      this.#listeners,
      (update) => this.#receive(update),
    );
  }

  /** Opens the stream and resolves when the switch has said who is primary. */
  static async connect(options: ConnectOptions): Promise<P4RuntimeClient> {
    const client = new P4RuntimeClient(options);
    try {
      await client.#session.arbitrate(options.electionId, client.#timeoutMs);
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /** Who is primary, as the switch said last. */
  get arbitration(): ArbitrationState | undefined {
    return this.#session.state;
  }

  get isPrimary(): boolean {
    return this.#session.state?.isPrimary === true;
  }

  /** What the names of entities mean; FAILED_PRECONDITION before `setPipeline` or `getPipeline`. */
  get schema(): Schema {
    if (this.#schema !== undefined) return this.#schema;
    throw new P4RuntimeError("FAILED_PRECONDITION", "no pipeline yet: call setPipeline or getPipeline first");
  }

  /** Returns the function that takes the listener away again. */
  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (...args: ClientEvents[Name]) => void,
  ): () => void {
    return this.#listeners.on(name, listener);
  }

  /**
   * Resolves when this client is primary; DEADLINE_EXCEEDED when it is not in time.
   *
   * @param electionId takes this one from now on; absent: keeps its own
   */
  async becomePrimary(electionId?: bigint): Promise<void> {
    if (electionId !== undefined) await this.#session.arbitrate(electionId, this.#timeoutMs);
    await this.#session.primary(this.#timeoutMs);
  }

  /** Sends a config. `commit` takes none: it realizes the one that was saved before. */
  async setPipeline(
    config: MarkedConfig | undefined,
    action: ConfigAction = "verifyAndCommit",
  ): Promise<void> {
    const sent = config && readP4Info(config.p4info, this.#sent);
    this.#sent = sent ?? this.#sent;
    await this.#calls.unary(p4RuntimeService.setForwardingPipelineConfig, {
      ...this.#claim(),
      action: actions[action],
      config: sent && encodeConfig(sent.message, config),
    });
    if (sent !== undefined && action !== "verify") this.#schema = sent.schema;
  }

  /** The config that the switch has; undefined when it has none. */
  async getPipeline(): Promise<MarkedConfig | undefined> {
    const { config } = await this.#calls.unary(p4RuntimeService.getForwardingPipelineConfig, {
      deviceId: this.deviceId,
      responseType: p4.GetForwardingPipelineConfigRequest_ResponseType.ALL,
    });
    if (config?.p4info === undefined) return undefined;
    this.#schema = buildSchema(config.p4info);
    return {
      p4info: p4info.P4Info.encode(config.p4info).finish(),
      deviceConfig: config.p4DeviceConfig,
      ...(config.cookie && { cookie: config.cookie.cookie }),
    };
  }

  /** The mark of the config that the switch has; undefined when it has none. */
  async getCookie(): Promise<bigint | undefined> {
    const { config } = await this.#calls.unary(p4RuntimeService.getForwardingPipelineConfig, {
      deviceId: this.deviceId,
      responseType: p4.GetForwardingPipelineConfigRequest_ResponseType.COOKIE_ONLY,
    });
    return config?.cookie?.cookie;
  }

  /**
   * Sends updates. When some are refused, throws a `BatchError` with the reason for each. Without an atomicity all
   * others are done, and many updates go as several requests, one after the other, so that their errors fit into
   * the answers; with one, they go as a single request.
   */
  async write(updates: readonly Update[], atomicity: Atomicity = "continueOnError"): Promise<void> {
    if (atomicity !== "continueOnError") {
      await this.#writeBatch(updates, atomicity);
      return;
    }
    const failures: BatchFailure<Update>[] = [];
    for (let start = 0; start < updates.length; start += updatesPerRequestMax) {
      const part = updates.slice(start, start + updatesPerRequestMax);
      try {
        await this.#writeBatch(part, atomicity);
      } catch (error) {
        if (!(error instanceof BatchError)) throw error;
        for (const failure of error.failures) failures.push({ ...failure, index: start + failure.index });
      }
    }
    if (failures.length > 0) throw new BatchError(failures);
  }

  /**
   * What the filters ask for. An entity with empty names, ids 0 and absent indices is a filter that fits all of
   * its kind. When some filters are refused, all the rest comes first, then a `BatchError`.
   */
  async *read(filters: readonly Entity[]): AsyncGenerator<Entity, void, undefined> {
    const schema = this.schema;
    const request = {
      deviceId: this.deviceId,
      role: this.#role,
      entities: filters.map((filter) => encodeEntity(schema, filter, "filter")),
    };
    for await (const answer of this.#calls.serverStream(p4RuntimeService.read, request, filters)) {
      for (const message of answer.entities) yield decodeEntity(schema, message);
    }
  }

  /** Resolves when the stream takes more. A packet that the switch refuses comes back as `streamError`. */
  async packetOut(packet: ControllerPacket): Promise<void> {
    await this.#session.send({
      update: { $case: "packet", value: encodePacket(this.schema.packetOut, packet) },
    });
  }

  /** Tells the switch that a digest list was dealt with (section 9.8). */
  async acknowledgeDigest(digest: string, listId: bigint): Promise<void> {
    await this.#session.send({
      update: { $case: "digestAck", value: encodeDigestAck(this.schema, digest, listId) },
    });
  }

  /** The version of the P4Runtime API that the switch implements. */
  async apiVersion(): Promise<string> {
    const answer = await this.#calls.unary(p4RuntimeService.capabilities, { deviceId: 0n });
    return answer.p4runtimeApiVersion;
  }

  /** Ends the stream and the connection. May be called at any time, and more than once. */
  async close(): Promise<void> {
    await this.#session.close(this.#timeoutMs);
    this.#calls.close();
  }

  async #writeBatch(updates: readonly Update[], atomicity: Atomicity): Promise<void> {
    const schema = this.schema;
    const messages = updates.map((update) => encodeUpdate(schema, update));
    const request = { ...this.#claim(), updates: messages, atomicity: modes[atomicity] };
    await this.#calls.unary(p4RuntimeService.write, request, updates);
  }

  #claim() {
    const electionId = encodeElectionId(this.#session.electionId);
    return { deviceId: this.deviceId, role: this.#role, roleId: 0n, electionId };
  }

  #receive(update: NonNullable<p4.StreamMessageResponse["update"]>): void {
    try {
      this.#emit(update);
    } catch (error) {
      if (!(error instanceof P4RuntimeError)) throw error;
      this.#listeners.emit("streamError", error);
    }
  }

  #emit(update: NonNullable<p4.StreamMessageResponse["update"]>): void {
    switch (update.$case) {
      case "packet":
        this.#listeners.emit("packetIn", decodePacket(this.schema.packetIn, update.value));
        return;
      case "digest":
        this.#listeners.emit("digest", decodeDigestList(this.schema, update.value));
        return;
      case "idleTimeoutNotification":
        this.#listeners.emit("idleTimeout", this.#decodeEntries(update.value), update.value.timestamp);
        return;
      default:
        throw new P4RuntimeError("UNIMPLEMENTED", "a stream message of one architecture only");
    }
  }

  #decodeEntries(message: p4.IdleTimeoutNotification): TableEntry[] {
    const entities = message.tableEntry.map((value) =>
      decodeEntity(this.schema, { entity: { $case: "tableEntry", value } }),
    );
    return entities.filter((entity) => entity.kind === "tableEntry");
  }
}

function encodeConfig(
  info: p4info.P4Info,
  { deviceConfig, cookie }: MarkedConfig,
): p4.ForwardingPipelineConfig {
  return {
    p4info: info,
    p4DeviceConfig: deviceConfig,
    cookie: cookie === undefined ? undefined : { cookie: uint64(cookie, "a cookie") },
  };
}
