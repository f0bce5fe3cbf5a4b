import type { ActionProfileSchema, Schema } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import type { ActionProfileGroup, ActionProfileMember, UpdateType, WeightedAction } from "../values.js";
import { demand } from "./refuse.js";

/** Section 9.2.1. */
export function checkMember(schema: Schema, type: UpdateType, member: ActionProfileMember): void {
  demand(member.profile !== "" && member.memberId !== 0, () => "a member without a profile or an id");
  if (type === "delete") return;
  const profile = schema.actionProfiles.byName(member.profile);
  const action = member.action;
  demand(action !== undefined, () => `member ${member.memberId} of ${profile.name} has no action`);
  for (const name of profile.tables) {
    const reference = schema.tables.byName(name).actions.get(action.action);
    demand(
      reference?.inEntries === true,
      () => `${name}, which uses ${profile.name}, has no ${action.action}`,
    );
  }
}

/** Section 9.2.2. */
export function checkGroup(schema: Schema, type: UpdateType, group: ActionProfileGroup): void {
  demand(group.profile !== "" && group.groupId !== 0, () => "a group without a profile or an id");
  const profile = schema.actionProfiles.byName(group.profile);
  demand(profile.hasSelector, () => `${profile.name} selects no members, so it has no groups`);
  if (type === "delete") return;
  const ids = new Set(group.members.map((member) => member.memberId));
  demand(ids.size === group.members.length, () => `group ${group.groupId} has a member twice`);
  demand(!ids.has(0), () => `group ${group.groupId} has a member without an id`);
  checkWeights(profile, group.members);
  checkMaxSize(profile, group);
}

/** Section 9.2.3. */
export function checkActionSet(profile: ActionProfileSchema, actions: readonly WeightedAction[]): void {
  checkWeights(profile, actions);
  const limit = profile.groupSizeMax;
  const size = sizeOf(profile, actions);
  demand(limit === 0 || size <= limit, () => `a set of ${size} ${profile.sizeCounts}, but at most ${limit}`);
}

function checkWeights(profile: ActionProfileSchema, members: readonly { readonly weight: number }[]): void {
  for (const { weight } of members) {
    const allowed = profile.allowsWeights ? weight > 0 : weight === 0;
    demand(
      allowed,
      () => `${profile.name} ${profile.allowsWeights ? "needs" : "has no"} weights; not ${weight}`,
    );
    const limit = profile.memberWeightMax;
    demand(limit === 0 || weight <= limit, () => `weight ${weight} in ${profile.name}, but at most ${limit}`);
  }
}

function checkMaxSize(profile: ActionProfileSchema, group: ActionProfileGroup): void {
  const limit = profile.groupSizeMax;
  demand(limit === 0 || group.maxSize <= limit, () => `max_size ${group.maxSize}, but at most ${limit}`);
  const room = group.maxSize === 0 ? limit : group.maxSize;
  const size = sizeOf(profile, group.members);
  if (room === 0 || size <= room) return;
  throw new P4RuntimeError(
    "RESOURCE_EXHAUSTED",
    `a group of ${size} ${profile.sizeCounts} in room for ${room}`,
  );
}

function sizeOf(profile: ActionProfileSchema, members: readonly { readonly weight: number }[]): number {
  if (profile.sizeCounts === "members") return members.length;
  return members.reduce((sum, member) => sum + member.weight, 0);
}
