import { type KnownP4Info, readP4Info, type Schema } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import { p4, p4info } from "../messages/index.js";
import type { Pipeline, PipelineConfig } from "../pipeline.js";
import { EntityStore } from "../store/entity-store.js";
import type { Target } from "./batch.js";
import { checkPreservable, restore, snapshotOf } from "./snapshot.js";

interface LoadedConfig extends PipelineConfig {
  readonly message: p4.ForwardingPipelineConfig;
  readonly schema: Schema;
}

/** What reads and writes go to. */
export interface Active {
  readonly schema: Schema;
  readonly target: Target;
}

const { SetForwardingPipelineConfigRequest_Action: Action } = p4;
const { GetForwardingPipelineConfigRequest_ResponseType: Part } = p4;

/**
 * The forwarding-pipeline config of one device, sections 7, 14 and 15: the one that runs, and one that was saved
 * and waits for COMMIT. While one waits, reads and writes go to a store of its own, which COMMIT then replays.
 */
export class PipelineConfigs {
  readonly #pipeline: Pipeline;
  /** The P4Info that came last. */
  #known: KnownP4Info | undefined;
  #running: LoadedConfig | undefined;
  #saved: { readonly config: LoadedConfig; readonly store: EntityStore } | undefined;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** The schema of the program that runs and makes packets; undefined when none does. */
  get runningSchema(): Schema | undefined {
    return this.#running?.schema;
  }

  /** FAILED_PRECONDITION before the first config. */
  active(): Active {
    if (this.#saved !== undefined) return { schema: this.#saved.config.schema, target: this.#saved.store };
    if (this.#running !== undefined) return { schema: this.#running.schema, target: this.#pipeline };
    throw new P4RuntimeError("FAILED_PRECONDITION", "no forwarding-pipeline config was set yet");
  }

  set(
    action: p4.SetForwardingPipelineConfigRequest_Action,
    message: p4.ForwardingPipelineConfig | undefined,
  ): void {
    switch (action) {
      case Action.VERIFY:
        this.#verify(message);
        return;
      case Action.VERIFY_AND_SAVE: {
        const config = this.#verify(message);
        this.#saved = { config, store: new EntityStore(config.schema) };
        return;
      }
      case Action.VERIFY_AND_COMMIT:
        this.#commit(this.#verify(message));
        return;
      case Action.COMMIT:
        this.#commitSaved(message);
        return;
      case Action.RECONCILE_AND_COMMIT:
        this.#reconcile(this.#verify(message));
        return;
      default:
        throw new P4RuntimeError("INVALID_ARGUMENT", `SetForwardingPipelineConfig with action ${action}`);
    }
  }

  /** The newest config, as far as it is asked for; undefined before the first. */
  get(part: p4.GetForwardingPipelineConfigRequest_ResponseType): p4.ForwardingPipelineConfig | undefined {
    const message = (this.#saved?.config ?? this.#running)?.message;
    if (message === undefined) return undefined;
    const wantsP4info = part === Part.ALL || part === Part.P4INFO_AND_COOKIE;
    const wantsDevice = part === Part.ALL || part === Part.DEVICE_CONFIG_AND_COOKIE;
    return {
      p4info: wantsP4info ? message.p4info : undefined,
      p4DeviceConfig: wantsDevice ? message.p4DeviceConfig : new Uint8Array(0),
      cookie: message.cookie,
    };
  }

  #verify(message: p4.ForwardingPipelineConfig | undefined): LoadedConfig {
    if (message?.p4info === undefined) {
      throw new P4RuntimeError("INVALID_ARGUMENT", "a forwarding-pipeline config without P4Info");
    }
    this.#known = readP4Info(p4info.P4Info.encode(message.p4info).finish(), this.#known);
    const { bytes, schema } = this.#known;
    const config = { message, schema, p4info: bytes, deviceConfig: message.p4DeviceConfig };
    this.#pipeline.verify(config);
    return config;
  }

  #commit(config: LoadedConfig): void {
    this.#pipeline.commit(config);
    this.#running = config;
    this.#saved = undefined;
  }

  #commitSaved(message: p4.ForwardingPipelineConfig | undefined): void {
    if (message !== undefined)
      throw new P4RuntimeError("INVALID_ARGUMENT", "COMMIT takes the config that was saved");
    if (this.#saved === undefined) throw new P4RuntimeError("NOT_FOUND", "no config was saved before COMMIT");
    const { config, store } = this.#saved;
    this.#replace(config, () => {
      for (const update of store.updates) this.#pipeline.apply(update);
    });
  }

  #reconcile(config: LoadedConfig): void {
    const updates = this.#running === undefined ? [] : snapshotOf(this.#pipeline, this.#running.schema);
    checkPreservable(config.schema, updates);
    this.#replace(config, () => restore(this.#pipeline, updates));
  }

  /** Commits a config and fills it; when that fails, everything is as it was before. */
  #replace(config: LoadedConfig, fill: () => void): void {
    const old = this.#running;
    const snapshot = old === undefined ? [] : snapshotOf(this.#pipeline, old.schema);
    this.#pipeline.commit(config);
    try {
      fill();
    } catch (error) {
      if (old !== undefined) {
        this.#pipeline.commit(old);
        restore(this.#pipeline, snapshot);
      }
      throw error;
    }
    this.#running = config;
    this.#saved = undefined;
  }
}
