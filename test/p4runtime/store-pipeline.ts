// A switch without a data plane: it stores entities, loops packets back, and sends what it is told to.
import {
  buildSchema,
  type ControllerPacket,
  type Entity,
  EntityStore,
  P4RuntimeError,
  type Pipeline,
  type PipelineConfig,
  type PipelineListener,
  tableEntry,
  type Update,
} from "p4runtime-js-grpc";

export class StorePipeline implements Pipeline {
  readonly acknowledged: [digest: string, listId: bigint][] = [];
  readonly sent: ControllerPacket[] = [];
  commits = 0;
  #listener: PipelineListener | undefined;
  #store: EntityStore | undefined;

  get listener(): PipelineListener {
    if (this.#listener === undefined) throw new Error("no server listens");
    return this.#listener;
  }

  verify(config: PipelineConfig): void {
    buildSchema(config.p4info);
    if (config.deviceConfig.length === 0) throw new P4RuntimeError("INVALID_ARGUMENT", "empty device config");
  }

  commit(config: PipelineConfig): void {
    this.commits += 1;
    const schema = buildSchema(config.p4info);
    this.#store = new EntityStore(schema);
    for (const table of schema.tables) {
      const action = { kind: "action", value: { action: "ingress.drop", params: {} } } as const;
      this.#store.apply({
        type: "modify",
        entity: tableEntry({ table: table.name, isDefault: true, action }),
      });
    }
  }

  apply(update: Update): void {
    const { entity } = update;
    if (entity.kind === "multicastGroup" && entity.groupId === 0xdead) throw new Error("a bug in the switch");
    this.#stored().apply(update);
  }

  read(filter: Entity): Iterable<Entity> {
    if (filter.kind === "meterEntry") throw new P4RuntimeError("UNIMPLEMENTED", "meters cannot be read");
    return this.#stored().read(filter);
  }

  packetOut(packet: ControllerPacket): void {
    this.sent.push(packet);
    const port = packet.metadata.egress_port ?? 0n;
    if (port === 511n) throw new P4RuntimeError("INVALID_ARGUMENT", "there is no port 511");
    this.listener.packetIn({ payload: packet.payload, metadata: { ingress_port: port, reason: 1n } });
  }

  acknowledgeDigest(digest: string, listId: bigint): void {
    this.acknowledged.push([digest, listId]);
  }

  listen(listener: PipelineListener): void {
    this.#listener = listener;
  }

  #stored(): EntityStore {
    if (this.#store === undefined) throw new Error("no config");
    return this.#store;
  }
}
