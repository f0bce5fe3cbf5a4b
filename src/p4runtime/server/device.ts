import { decodePacket, encodeDigestList, encodeEntity, encodePacket, type Schema } from "../codec/index.js";
import { decodeElectionId, encodeElectionId } from "../election.js";
import { canonicalCodes, P4RuntimeError } from "../errors.js";
import { asP4RuntimeError } from "../fault.js";
import { type Any, p4, rpc } from "../messages/index.js";
import type { DigestList, Pipeline, PipelineListener } from "../pipeline.js";
import type { ControllerPacket, TableEntry } from "../values.js";
import { Arbitration, type Claim, type Notice } from "./arbitration.js";
import { readBatch, writeBatch } from "./batch.js";
import { entityId } from "./entity-id.js";
import { PipelineConfigs } from "./pipeline-config.js";
import { RoleScopes } from "./role-scopes.js";

/** The stream of one controller, as a device sees it. */
export interface ControllerStream {
  /** What must arrive: arbitration. */
  send(message: p4.StreamMessageResponse): void;
  /** What a controller that reads too slowly may miss (sections 9.8, 16.4 and 16.6): packets, notices, errors. */
  offer(message: p4.StreamMessageResponse): void;
}

type Update = NonNullable<p4.StreamMessageResponse["update"]>;

/** One device of a server: its pipeline, its config, and who controls it. */
export class Device implements PipelineListener {
  readonly #id: bigint;
  readonly #pipeline: Pipeline;
  readonly #configs: PipelineConfigs;
  readonly #arbitration = new Arbitration<ControllerStream>();
  readonly #scopes = new RoleScopes();

  constructor(id: bigint, pipeline: Pipeline) {
    this.#id = id;
    this.#pipeline = pipeline;
    this.#configs = new PipelineConfigs(pipeline);
    pipeline.listen(this);
  }

  write(request: p4.WriteRequest): void {
    this.#arbitration.admit(claimOf(request));
    const { schema, target } = this.#configs.active();
    writeBatch(target, schema, request, ({ entity }) => this.#scopes.admitWrite(request.role, entity));
  }

  /** See `readBatch`. A role with a config sees what is in it (section 5.2). */
  read(request: p4.ReadRequest): Iterable<p4.ReadResponse> {
    const { schema, target } = this.#configs.active();
    return readBatch(target, schema, request, (entity) => this.#scopes.shows(request.role, entityId(entity)));
  }

  setConfig(request: p4.SetForwardingPipelineConfigRequest): void {
    this.#arbitration.admit(claimOf(request));
    this.#scopes.admitPipeline(request.role);
    this.#configs.set(request.action, request.config);
  }

  getConfig(request: p4.GetForwardingPipelineConfigRequest): p4.GetForwardingPipelineConfigResponse {
    return { config: this.#configs.get(request.responseType) };
  }

  /** An arbitration message. When it throws, the stream must be ended with the error. */
  arbitrate(stream: ControllerStream, message: p4.MasterArbitrationUpdate): void {
    const claim = { role: roleName(message.role), electionId: decodeElectionId(message.electionId) };
    const config = message.role?.config;
    if (config !== undefined) this.#scopes.check(claim.role, config);
    const notices = this.#arbitration.update(stream, claim);
    if (this.#arbitration.isPrimary(stream)) this.#scopes.set(claim.role, config);
    this.#notify(notices);
  }

  /** The stream has ended. */
  leave(stream: ControllerStream): void {
    this.#notify(this.#arbitration.leave(stream));
  }

  /** Anything else that a controller may send; what is wrong with it goes back on the stream (section 16.6). */
  handle(stream: ControllerStream, update: NonNullable<p4.StreamMessageRequest["update"]>): void {
    try {
      if (!this.#arbitration.isPrimary(stream)) throw new P4RuntimeError("PERMISSION_DENIED", "Not primary");
      if (update.$case === "packet") this.#packetOut(update.value);
      else if (update.$case === "digestAck") this.#acknowledgeDigest(update.value);
      else throw new P4RuntimeError("UNIMPLEMENTED", "messages of one architecture only");
    } catch (error) {
      stream.offer(streamError(update, asP4RuntimeError(error)));
    }
  }

  packetIn(packet: ControllerPacket): void {
    this.#offer((schema) => ({ $case: "packet", value: encodePacket(schema.packetIn, packet) }));
  }

  digest(list: DigestList): void {
    this.#offer((schema) => ({ $case: "digest", value: encodeDigestList(schema, list) }));
  }

  idleTimeout(entries: readonly TableEntry[], timestampNs: bigint): void {
    this.#offer((schema) => {
      const messages = entries.map((entry) => encodeEntity(schema, entry).entity);
      const tableEntry = messages.flatMap((body) => (body?.$case === "tableEntry" ? [body.value] : []));
      return { $case: "idleTimeoutNotification", value: { tableEntry, timestamp: timestampNs } };
    });
  }

  #packetOut(message: p4.PacketOut): void {
    this.#pipeline.packetOut(decodePacket(this.#runningSchema().packetOut, message));
  }

  #acknowledgeDigest(message: p4.DigestListAck): void {
    const digest = this.#runningSchema().digests.byId(message.digestId);
    this.#pipeline.acknowledgeDigest(digest.name, message.listId);
  }

  #runningSchema(): Schema {
    const schema = this.#configs.runningSchema;
    if (schema !== undefined) return schema;
    throw new P4RuntimeError("FAILED_PRECONDITION", "no forwarding-pipeline config was committed yet");
  }

  #offer(encode: (schema: Schema) => Update): void {
    const primaries = this.#arbitration.primaries();
    if (primaries.length === 0) return;
    const update = encode(this.#runningSchema());
    for (const { role, client } of primaries) {
      const shown = this.#scopes.shown(role, update);
      if (shown !== undefined) client.offer({ update: shown });
    }
  }

  #notify(notices: readonly Notice<ControllerStream>[]): void {
    for (const notice of notices) {
      const config = this.#scopes.configOf(notice.role);
      notice.client.send({ update: arbitrationUpdate(this.#id, notice, config) });
    }
  }
}

function claimOf(request: { role: string; roleId: bigint; electionId: p4.Uint128 | undefined }): Claim {
  refuseRoleId(request.roleId);
  return { role: request.role, electionId: decodeElectionId(request.electionId) };
}

function roleName(role: p4.Role | undefined): string {
  refuseRoleId(role?.id ?? 0n);
  return role?.name ?? "";
}

function refuseRoleId(id: bigint): void {
  if (id !== 0n) throw new P4RuntimeError("UNIMPLEMENTED", "roles have names; numbers are from before 1.4");
}

function arbitrationUpdate(
  deviceId: bigint,
  notice: Notice<ControllerStream>,
  config: Any | undefined,
): Update {
  const { role, electionId, code } = notice;
  return {
    $case: "arbitration",
    value: {
      deviceId,
      role: role === "" ? undefined : p4.Role.create({ name: role, config }),
      electionId: encodeElectionId(electionId),
      status: rpc.Status.create({ code: canonicalCodes[code], message: noticeTexts[code] }),
    },
  };
}

const noticeTexts = { OK: "Is primary", ALREADY_EXISTS: "Is backup", NOT_FOUND: "No primary" };

function streamError(
  request: NonNullable<p4.StreamMessageRequest["update"]>,
  error: P4RuntimeError,
): p4.StreamMessageResponse {
  return {
    update: {
      $case: "error",
      value: {
        canonicalCode: error.number,
        message: error.message,
        space: error.target?.space ?? "",
        code: error.target?.code ?? 0,
        details: streamErrorDetails(request),
      },
    },
  };
}

function streamErrorDetails(
  request: NonNullable<p4.StreamMessageRequest["update"]>,
): p4.StreamError["details"] {
  switch (request.$case) {
    case "packet":
      return { $case: "packetOut", value: { packetOut: request.value } };
    case "digestAck":
      return { $case: "digestListAck", value: { digestListAck: request.value } };
    case "other":
      return { $case: "other", value: { other: request.value } };
    case "arbitration":
      return undefined;
  }
}
