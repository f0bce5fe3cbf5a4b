import type { ActionProfileGroup, ActionProfileMember, UpdateType } from "p4runtime-js-grpc/values";
import type { ProfileState } from "../state/profiles.js";
import type { SwitchState } from "../state/state.js";
import type { EntryTarget } from "../state/table.js";
import { actionValue, callOf } from "./calls.js";
import { objectOf, objectsOf, refuseControl } from "./refusal.js";

const profileName = (state: ProfileState): string => state.profile.name;

/** Writes and reads members and groups of action profiles. */
export class ProfileControl {
  constructor(private readonly state: SwitchState) {}

  applyMember(type: UpdateType, member: ActionProfileMember): void {
    const profile = objectOf(this.state.profiles, profileName, member.profile);
    const exists = profile.members.has(member.memberId);
    requireExistence(type, exists, `member ${member.memberId} of ${member.profile}`);
    if (type === "delete") {
      this.deleteMember(profile, member.memberId);
      return;
    }
    if (member.action === undefined) refuseControl("INVALID_ARGUMENT", "a member needs an action");
    const call = callOf(this.state.program.actions, this.allowed(profile), member.action);
    if (type === "modify") {
      profile.modifyMember(member.memberId, call);
      return;
    }
    if (profile.members.size >= profile.profile.size) {
      refuseControl("RESOURCE_EXHAUSTED", `${member.profile} has room for ${profile.profile.size} members`);
    }
    profile.insertMember(member.memberId, call);
  }

  applyGroup(type: UpdateType, group: ActionProfileGroup): void {
    const profile = objectOf(this.state.profiles, profileName, group.profile);
    if (profile.profile.selector === undefined) {
      refuseControl("INVALID_ARGUMENT", `${group.profile} has no selector, so no groups`);
    }
    requireExistence(type, profile.groups.has(group.groupId), `group ${group.groupId} of ${group.profile}`);
    if (type === "delete") {
      this.deleteGroup(profile, group.groupId);
      return;
    }
    for (const { memberId } of group.members) {
      if (!profile.members.has(memberId)) refuseControl("NOT_FOUND", `no member ${memberId}`);
    }
    const maxSize = type === "modify" ? (profile.groups.get(group.groupId)?.maxSize ?? 0) : group.maxSize;
    if (maxSize > 0 && group.members.length > maxSize) {
      refuseControl("RESOURCE_EXHAUSTED", `the group has room for ${maxSize} members`);
    }
    profile.setGroup({ groupId: group.groupId, maxSize, members: group.members });
  }

  *members(filter: ActionProfileMember): Iterable<ActionProfileMember> {
    for (const profile of objectsOf(this.state.profiles, profileName, filter.profile)) {
      for (const [memberId, { call }] of profile.members) {
        const action = actionValue(this.state.program.actions, call);
        yield { kind: "actionProfileMember", profile: profileName(profile), memberId, action };
      }
    }
  }

  *groups(filter: ActionProfileGroup): Iterable<ActionProfileGroup> {
    for (const profile of objectsOf(this.state.profiles, profileName, filter.profile)) {
      for (const group of profile.groups.values()) {
        yield { kind: "actionProfileGroup", profile: profileName(profile), ...group };
      }
    }
  }

  private allowed(profile: ProfileState): readonly number[] {
    const users = this.state.program.tables.filter((table) => table.profile === profile.profile.index);
    return users.flatMap((table) => table.actions);
  }

  private deleteMember(profile: ProfileState, memberId: number): void {
    const slot = profile.members.get(memberId)?.slot;
    const grouped = [...profile.groups.values()].some(({ members }) =>
      members.some((member) => member.memberId === memberId),
    );
    if (grouped || this.isUsed(profile, (target) => target.kind === "member" && target.slot === slot)) {
      refuseControl("FAILED_PRECONDITION", `member ${memberId} is in use`);
    }
    profile.deleteMember(memberId);
  }

  private deleteGroup(profile: ProfileState, groupId: number): void {
    const choice = profile.choiceOf(groupId);
    if (this.isUsed(profile, (target) => target.kind === "choice" && target.choice === choice)) {
      refuseControl("FAILED_PRECONDITION", `group ${groupId} is in use`);
    }
    profile.deleteGroup(groupId);
  }

  private isUsed(profile: ProfileState, uses: (target: EntryTarget) => boolean): boolean {
    return this.state.tables.some(
      ({ table, entries }) =>
        table.profile === profile.profile.index && [...entries.values()].some(({ target }) => uses(target)),
    );
  }
}

/** ALREADY_EXISTS for an insert of what is there, NOT_FOUND for a change of what is not. */
export function requireExistence(type: UpdateType, exists: boolean, what: string): void {
  if (type === "insert" && exists) refuseControl("ALREADY_EXISTS", `there is already a ${what}`);
  if (type !== "insert" && !exists) refuseControl("NOT_FOUND", `there is no ${what}`);
}
