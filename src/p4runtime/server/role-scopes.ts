import { P4RuntimeError } from "../errors.js";
import { type Any, type p4, stratum } from "../messages/index.js";
import { entityId } from "./entity-id.js";

const typeName = "stratum.P4RoleConfig";

/** What one role may do. */
interface Scope {
  /** As it came; arbitration updates carry it back. */
  readonly config: Any;
  readonly exclusiveIds: ReadonlySet<number>;
  /** The exclusive ones and the shared ones. */
  readonly ids: ReadonlySet<number>;
  readonly packetIns: { readonly filter: stratum.P4RoleConfig_PacketFilter | undefined } | undefined;
  readonly canPushPipeline: boolean;
}

/**
 * The role configs of one device (section 5.2). P4Runtime leaves their form open: here it is Stratum's. A role
 * without a config may do everything but write what is another role's alone.
 */
export class RoleScopes {
  readonly #scopes = new Map<string, Scope>();

  /** Takes the config of a role's new primary; INVALID_ARGUMENT for one of another form. */
  set(role: string, config: Any | undefined): void {
    const scope = config && this.check(role, config);
    if (scope === undefined) this.#scopes.delete(role);
    else this.#scopes.set(role, scope);
  }

  /** Reads a config and changes nothing. */
  check(role: string, config: Any): Scope {
    const refuse = (reason: string, cause?: unknown) =>
      new P4RuntimeError("INVALID_ARGUMENT", `the config of role "${role}": ${reason}`, { cause });
    if (role === "") throw refuse("the default role may do everything, and has no config");
    if (config.typeUrl.split("/").at(-1) !== typeName) throw refuse(`not a ${typeName}: ${config.typeUrl}`);
    const scope = readScope(config, refuse);
    for (const [other, { exclusiveIds }] of this.#scopes) {
      const taken = other === role ? undefined : [...scope.ids].find((id) => exclusiveIds.has(id));
      if (taken !== undefined) throw refuse(`id ${taken} is exclusive to role "${other}"`);
    }
    return scope;
  }

  /** The config of a role, as it came. */
  configOf(role: string): Any | undefined {
    return this.#scopes.get(role)?.config;
  }

  /** PERMISSION_DENIED unless a role may write this entity. */
  admitWrite(role: string, entity: p4.Entity | undefined): void {
    const id = entity === undefined ? 0 : entityId(entity);
    const own = this.#scopes.get(role);
    if (own !== undefined && !own.ids.has(id)) {
      throw new P4RuntimeError("PERMISSION_DENIED", `role "${role}" may not write what has id ${id}`);
    }
    for (const [other, { exclusiveIds }] of this.#scopes) {
      if (other !== role && exclusiveIds.has(id)) {
        throw new P4RuntimeError("PERMISSION_DENIED", `only role "${other}" may write what has id ${id}`);
      }
    }
  }

  /** PERMISSION_DENIED unless a role may set the pipeline. */
  admitPipeline(role: string): void {
    if (this.#scopes.get(role)?.canPushPipeline !== false) return;
    throw new P4RuntimeError("PERMISSION_DENIED", `role "${role}" may not set the pipeline`);
  }

  /** Whether a role is shown this object of the P4Info. */
  shows(role: string, id: number): boolean {
    return this.#scopes.get(role)?.ids.has(id) ?? true;
  }

  /** Whether a role is to get this message of the switch; a notification without the entries that it is not shown. */
  shown(
    role: string,
    update: NonNullable<p4.StreamMessageResponse["update"]>,
  ): p4.StreamMessageResponse["update"] {
    const scope = this.#scopes.get(role);
    if (scope === undefined) return update;
    switch (update.$case) {
      case "packet":
        return wants(scope, update.value) ? update : undefined;
      case "digest":
        return scope.ids.has(update.value.digestId) ? update : undefined;
      case "idleTimeoutNotification": {
        const tableEntry = update.value.tableEntry.filter(({ tableId }) => scope.ids.has(tableId));
        if (tableEntry.length === 0) return undefined;
        return { $case: update.$case, value: { ...update.value, tableEntry } };
      }
      default:
        return update;
    }
  }
}

function readScope(config: Any, refuse: (reason: string, cause?: unknown) => P4RuntimeError): Scope {
  try {
    const message = stratum.P4RoleConfig.decode(config.value);
    const { exclusiveP4Ids, sharedP4Ids, packetInFilter, receivesPacketIns, canPushPipeline } = message;
    return {
      config,
      exclusiveIds: new Set(exclusiveP4Ids),
      ids: new Set([...exclusiveP4Ids, ...sharedP4Ids]),
      packetIns: receivesPacketIns ? { filter: packetInFilter } : undefined,
      canPushPipeline,
    };
  } catch (cause) {
    throw refuse("its bytes cannot be read", cause);
  }
}

function wants({ packetIns }: Scope, packet: p4.PacketIn): boolean {
  if (packetIns === undefined) return false;
  const { filter } = packetIns;
  if (filter === undefined) return true;
  const field = packet.metadata.find(({ metadataId }) => metadataId === filter.metadataId);
  return field !== undefined && Buffer.compare(field.value, canonical(filter.value)) === 0;
}

/** Without leading zero bytes (section 8.3). */
function canonical(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? bytes.subarray(-1) : bytes.subarray(first);
}
