import type { p4 } from "../messages/index.js";
import type { ActionProfileGroup, ActionProfileMember } from "../values.js";
import { decodeAction, decodeWatchPort, encodeAction, encodeWatchPort } from "./action.js";
import { positiveInt32, uint32 } from "./numbers.js";
import type { Schema } from "./schema.js";

/** Section 9.2.1. */
export function encodeMember(schema: Schema, member: ActionProfileMember): p4.ActionProfileMember {
  return {
    actionProfileId: schema.actionProfiles.idOf(member.profile),
    memberId: uint32(member.memberId, "a member id"),
    action: member.action && encodeAction(schema, member.action),
  };
}

export function decodeMember(schema: Schema, message: p4.ActionProfileMember): ActionProfileMember {
  return {
    kind: "actionProfileMember",
    profile: schema.actionProfiles.nameOf(message.actionProfileId),
    memberId: message.memberId,
    ...(message.action && { action: decodeAction(schema, message.action) }),
  };
}

/** Section 9.2.2. */
export function encodeGroup(schema: Schema, group: ActionProfileGroup): p4.ActionProfileGroup {
  return {
    actionProfileId: schema.actionProfiles.idOf(group.profile),
    groupId: uint32(group.groupId, "a group id"),
    members: group.members.map((member) => ({
      memberId: uint32(member.memberId, "a member id"),
      weight: positiveInt32(member.weight, "a weight"),
      watchKind: encodeWatchPort(member.watchPort),
    })),
    maxSize: positiveInt32(group.maxSize, "a group's max_size"),
  };
}

export function decodeGroup(schema: Schema, message: p4.ActionProfileGroup): ActionProfileGroup {
  return {
    kind: "actionProfileGroup",
    profile: schema.actionProfiles.nameOf(message.actionProfileId),
    groupId: message.groupId,
    maxSize: positiveInt32(message.maxSize, "a group's max_size"),
    members: message.members.map((member) => ({
      memberId: member.memberId,
      weight: positiveInt32(member.weight, "a weight"),
      ...decodeWatchPort(member.watchKind),
    })),
  };
}
