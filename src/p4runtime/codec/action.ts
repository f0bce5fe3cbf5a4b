import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { ActionValue, TableAction, WeightedAction } from "../values.js";
import { decodeBits, encodeBits } from "./bytestring.js";
import { positiveInt32, uint32 } from "./numbers.js";
import type { ActionSchema, Schema } from "./schema.js";

/** An action call. Every parameter must be given, and no other: INVALID_ARGUMENT (section 9.1.2). */
export function encodeAction(schema: Schema, value: ActionValue): p4.Action {
  const action = schema.actions.byName(value.action);
  const params: p4.Action_Param[] = [];
  for (const param of action.params) {
    const argument = Object.hasOwn(value.params, param.name) ? value.params[param.name] : undefined;
    if (argument === undefined) throw invalid(action, `needs parameter ${param.name}`);
    params.push({ paramId: param.id, value: encodeBits(argument, param) });
  }
  for (const name of Object.keys(value.params)) action.params.byName(name);
  return { actionId: action.id, params };
}

/** The inverse. */
export function decodeAction(schema: Schema, message: p4.Action): ActionValue {
  const action = schema.actions.byId(message.actionId);
  const params: Record<string, bigint> = {};
  for (const { paramId, value } of message.params) {
    const param = action.params.byId(paramId);
    if (Object.hasOwn(params, param.name)) throw invalid(action, `has parameter ${param.name} twice`);
    params[param.name] = decodeBits(value, param);
  }
  for (const param of action.params) {
    if (!Object.hasOwn(params, param.name)) throw invalid(action, `needs parameter ${param.name}`);
  }
  return { action: action.name, params };
}

/** What a table entry does, as a message. */
export function encodeTableAction(schema: Schema, action: TableAction): p4.TableAction {
  switch (action.kind) {
    case "action":
      return { type: { $case: "action", value: encodeAction(schema, action.value) } };
    case "member":
      return { type: { $case: "actionProfileMemberId", value: uint32(action.memberId, "a member id") } };
    case "group":
      return { type: { $case: "actionProfileGroupId", value: uint32(action.groupId, "a group id") } };
    case "actionSet":
      return { type: { $case: "actionProfileActionSet", value: encodeActionSet(schema, action.actions) } };
  }
}

/** The inverse. What the values cannot say (modes of selection, group actions) is UNIMPLEMENTED. */
export function decodeTableAction(schema: Schema, message: p4.TableAction): TableAction {
  switch (message.type?.$case) {
    case "action":
      return { kind: "action", value: decodeAction(schema, message.type.value) };
    case "actionProfileMemberId":
      return { kind: "member", memberId: message.type.value };
    case "actionProfileGroupId":
      return { kind: "group", groupId: message.type.value };
    case "actionProfileActionSet":
      return { kind: "actionSet", actions: decodeActionSet(schema, message.type.value) };
    default:
      throw new P4RuntimeError("INVALID_ARGUMENT", "the action of a table entry is of no kind");
  }
}

/** In filters an action narrows the answer by its id alone (section 9.1.6): its parameters are ignored. */
export function decodeActionFilter(schema: Schema, message: p4.TableAction): TableAction {
  if (message.type?.$case !== "action") {
    throw new P4RuntimeError("INVALID_ARGUMENT", "a filter can name an action, but no member, group or set");
  }
  return {
    kind: "action",
    value: { action: schema.actions.byId(message.type.value.actionId).name, params: {} },
  };
}

/** The inverse. */
export function encodeActionFilter(schema: Schema, action: TableAction): p4.TableAction {
  if (action.kind !== "action") {
    throw new P4RuntimeError("INVALID_ARGUMENT", "a filter can name an action, but no member, group or set");
  }
  const actionId = schema.actions.byName(action.value.action).id;
  return { type: { $case: "action", value: { actionId, params: [] } } };
}

/** Both spellings of a watched port: bytes, and the older int32. */
export function decodeWatchPort(watch: p4.ActionProfileAction["watchKind"]): { watchPort?: Uint8Array } {
  if (watch === undefined) return {};
  if (watch.$case === "watchPort") return watch.value.length === 0 ? {} : { watchPort: watch.value };
  if (watch.value === 0) return {};
  const port = BigInt.asUintN(32, BigInt(watch.value));
  return { watchPort: encodeBits(port, { name: "watch", bitWidth: 32 }) };
}

export function encodeWatchPort(port: Uint8Array | undefined): p4.ActionProfileAction["watchKind"] {
  return port === undefined ? undefined : { $case: "watchPort", value: port };
}

function encodeActionSet(schema: Schema, actions: readonly WeightedAction[]): p4.ActionProfileActionSet {
  return {
    actionProfileActions: actions.map((member) => ({
      action: encodeAction(schema, member),
      weight: positiveInt32(member.weight, "a weight"),
      watchKind: encodeWatchPort(member.watchPort),
    })),
    actionSelectionMode: 0,
    sizeSemantics: 0,
    groupAction: undefined,
  };
}

function decodeActionSet(schema: Schema, set: p4.ActionProfileActionSet): WeightedAction[] {
  if (set.actionSelectionMode !== 0 || set.sizeSemantics !== 0 || set.groupAction !== undefined) {
    throw new P4RuntimeError(
      "UNIMPLEMENTED",
      "selection modes, size semantics and actions of a single group",
    );
  }
  return set.actionProfileActions.map(({ action, weight, watchKind }) => {
    if (action === undefined)
      throw new P4RuntimeError("INVALID_ARGUMENT", "a member of an action set has no action");
    return {
      ...decodeAction(schema, action),
      weight: positiveInt32(weight, "a weight"),
      ...decodeWatchPort(watchKind),
    };
  });
}

function invalid(action: ActionSchema, reason: string): P4RuntimeError {
  return new P4RuntimeError("INVALID_ARGUMENT", `action ${action.name} ${reason}`);
}
