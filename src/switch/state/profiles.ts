import type { Action, ActionCall, ActionProfile } from "../model/index.js";
import { CallStore } from "./calls.js";
import { type Candidate, Choice } from "./choice.js";

export interface GroupMember {
  readonly memberId: number;
  readonly weight: number;
  /** While this port is down, the member is not chosen. */
  readonly watchPort?: Uint8Array;
}

export interface ProfileGroup {
  readonly groupId: number;
  readonly maxSize: number;
  readonly members: readonly GroupMember[];
}

/** A member that a table entry brought with it, or one that the controller named. */
export interface ProfileMember {
  readonly slot: number;
  readonly call: ActionCall;
}

/** The members and groups of one action profile. Members have slots in a call store; groups choose among such slots. */
export class ProfileState {
  readonly calls: CallStore;
  readonly members = new Map<number, ProfileMember>();
  readonly groups = new Map<number, ProfileGroup>();
  /** What there is to choose from, by the slot of the group. */
  readonly choices: Choice[] = [];
  /** The same, with those whose port is down. */
  private readonly candidates: (readonly Candidate[])[] = [];
  private readonly groupSlots = new Map<number, number>();
  private readonly freeMembers: number[] = [];
  private readonly freeGroups: number[] = [];
  private memberSlots = 0;

  constructor(
    readonly profile: ActionProfile,
    actions: readonly Action[],
    allowed: readonly number[],
    private readonly downPorts: ReadonlySet<number>,
  ) {
    this.calls = new CallStore(actions, allowed, 16);
  }

  /** Stores a call and gives its slot. */
  allocate(call: ActionCall): number {
    const slot = this.freeMembers.pop() ?? this.memberSlots++;
    this.calls.set(slot, call);
    return slot;
  }

  free(slot: number): void {
    this.calls.set(slot, undefined);
    this.freeMembers.push(slot);
  }

  insertMember(memberId: number, call: ActionCall): void {
    this.members.set(memberId, { slot: this.allocate(call), call });
  }

  modifyMember(memberId: number, call: ActionCall): void {
    const member = this.members.get(memberId);
    if (member === undefined) return;
    this.calls.set(member.slot, call);
    this.members.set(memberId, { slot: member.slot, call });
  }

  deleteMember(memberId: number): void {
    const member = this.members.get(memberId);
    if (member === undefined) return;
    this.members.delete(memberId);
    this.free(member.slot);
  }

  /** Stores a list of candidates to choose from and gives its slot. */
  allocateChoice(candidates: readonly Candidate[]): number {
    const choice = this.freeGroups.pop() ?? this.choices.length;
    this.setChoice(choice, candidates);
    return choice;
  }

  /** Forgets a list; gives what was in it. */
  freeChoice(choice: number): readonly Candidate[] {
    const candidates = this.candidates[choice] ?? [];
    this.setChoice(choice, []);
    this.freeGroups.push(choice);
    return candidates;
  }

  /** Takes notice that ports went up or down. */
  portsChanged(): void {
    for (const [choice, candidates] of this.candidates.entries()) this.setChoice(choice, candidates);
  }

  private setChoice(choice: number, candidates: readonly Candidate[]): void {
    this.candidates[choice] = candidates;
    this.choices[choice] = new Choice(candidates.filter(({ watchPort }) => !this.isDown(watchPort)));
  }

  private isDown(watchPort: Uint8Array | undefined): boolean {
    return (
      watchPort !== undefined && this.downPorts.has(watchPort.reduce((port, byte) => port * 256 + byte, 0))
    );
  }

  /** The choice of a group; a group that is not there has none. */
  choiceOf(groupId: number): number | undefined {
    return this.groupSlots.get(groupId);
  }

  /** Inserts or replaces a group. All members must exist. */
  setGroup(group: ProfileGroup): void {
    const candidates = group.members.map((member) => ({
      ...member,
      slot: this.members.get(member.memberId)?.slot ?? -1,
    }));
    const known = this.groupSlots.get(group.groupId);
    if (known === undefined) this.groupSlots.set(group.groupId, this.allocateChoice(candidates));
    else this.setChoice(known, candidates);
    this.groups.set(group.groupId, group);
  }

  deleteGroup(groupId: number): void {
    const choice = this.groupSlots.get(groupId);
    if (choice !== undefined) this.freeChoice(choice);
    this.groupSlots.delete(groupId);
    this.groups.delete(groupId);
  }
}
