import { P4RuntimeError } from "../errors.js";

/** What a controller asks for with its arbitration message. */
export interface Claim {
  /** Empty: the default role. */
  readonly role: string;
  /** Undefined: the controller does not want to become primary (section 16.2.1). */
  readonly electionId: bigint | undefined;
}

/** What one controller is to be told about one role (section 5.4). */
export interface Notice<Client> {
  readonly client: Client;
  readonly role: string;
  /** The greatest election id that was ever seen; undefined before the first. */
  readonly electionId: bigint | undefined;
  /** OK: you are primary. ALREADY_EXISTS: another one is. NOT_FOUND: nobody is. */
  readonly code: "OK" | "ALREADY_EXISTS" | "NOT_FOUND";
}

export interface ArbitrationLimits {
  readonly clientsPerRoleMax: number;
  readonly rolesMax: number;
}

interface RoleState<Client> {
  readonly electionIds: Map<Client, bigint | undefined>;
  /** Kept when its holder leaves, so that an old controller cannot come back in (section 16.2). */
  highest: bigint | undefined;
}

/**
 * Who is primary for each role of one device: sections 5.1 to 5.4. No input or output: messages come in, notices
 * come out, in the order in which they must be sent. A refused message throws, and the stream it came on must be
 * ended with that error.
 */
export class Arbitration<Client> {
  readonly #limits: ArbitrationLimits;
  readonly #roles = new Map<string, RoleState<Client>>();
  readonly #roleOf = new Map<Client, string>();

  constructor(limits: ArbitrationLimits = { clientsPerRoleMax: 64, rolesMax: 256 }) {
    this.#limits = limits;
    this.#roles.set("", { electionIds: new Map(), highest: undefined });
  }

  /** A controller's arbitration message, its first or a later one (section 5.3). */
  update(client: Client, claim: Claim): Notice<Client>[] {
    const current = this.#roleOf.get(client);
    if (current !== undefined && current !== claim.role) {
      throw new P4RuntimeError("FAILED_PRECONDITION", `this stream has role "${current}" already`);
    }
    const state = this.#stateOf(claim.role);
    this.#requireUnique(state, client, claim);
    const wasPrimary = primaryOf(state) === client;
    if (current === undefined) this.#join(state, client, claim.role);
    state.electionIds.set(client, claim.electionId);
    if (claim.electionId !== undefined && claim.electionId >= (state.highest ?? 0n)) {
      state.highest = claim.electionId;
      return noticesToAll(claim.role, state);
    }
    return wasPrimary ? noticesToAll(claim.role, state) : [notice(claim.role, state, client)];
  }

  /** A controller's stream has ended. */
  leave(client: Client): Notice<Client>[] {
    const role = this.#roleOf.get(client);
    const state = role === undefined ? undefined : this.#roles.get(role);
    if (role === undefined || state === undefined) return [];
    const wasPrimary = primaryOf(state) === client;
    this.#roleOf.delete(client);
    state.electionIds.delete(client);
    return wasPrimary ? noticesToAll(role, state) : [];
  }

  /** Whether this client may send packets and acknowledge digests. */
  isPrimary(client: Client): boolean {
    const role = this.#roleOf.get(client);
    const state = role === undefined ? undefined : this.#roles.get(role);
    return state !== undefined && primaryOf(state) === client;
  }

  /** The primaries of all roles, in the order in which the roles were first seen. */
  primaries(): { readonly role: string; readonly client: Client }[] {
    return [...this.#roles].flatMap(([role, state]) => {
      const client = primaryOf(state);
      return client === undefined ? [] : [{ role, client }];
    });
  }

  /** Throws unless a request with this claim comes from a primary (section 12). */
  admit(claim: Claim): void {
    const state = this.#roles.get(claim.role);
    if (state === undefined) throw new P4RuntimeError("NOT_FOUND", `no controller has role "${claim.role}"`);
    const primary = primaryOf(state);
    if (primary === undefined || claim.electionId !== state.highest) {
      throw new P4RuntimeError("PERMISSION_DENIED", "Not primary");
    }
  }

  #stateOf(role: string): RoleState<Client> {
    return this.#roles.get(role) ?? { electionIds: new Map(), highest: undefined };
  }

  #join(state: RoleState<Client>, client: Client, role: string): void {
    if (state.electionIds.size >= this.#limits.clientsPerRoleMax) {
      throw new P4RuntimeError("RESOURCE_EXHAUSTED", `${state.electionIds.size} controllers have this role`);
    }
    if (!this.#roles.has(role) && this.#roles.size >= this.#limits.rolesMax) {
      throw new P4RuntimeError("RESOURCE_EXHAUSTED", `there are ${this.#roles.size} roles already`);
    }
    this.#roles.set(role, state);
    this.#roleOf.set(client, role);
  }

  #requireUnique(state: RoleState<Client>, client: Client, claim: Claim): void {
    if (claim.electionId === undefined) return;
    for (const [other, electionId] of state.electionIds) {
      if (other !== client && electionId === claim.electionId) {
        throw new P4RuntimeError("INVALID_ARGUMENT", `another controller has election id ${electionId}`);
      }
    }
  }
}

function primaryOf<Client>(state: RoleState<Client>): Client | undefined {
  if (state.highest === undefined) return undefined;
  for (const [client, electionId] of state.electionIds) {
    if (electionId === state.highest) return client;
  }
  return undefined;
}

/** The primary is told last, when nobody else believes to be it any more (section 5.3). */
function noticesToAll<Client>(role: string, state: RoleState<Client>): Notice<Client>[] {
  const notices = [...state.electionIds.keys()].map((client) => notice(role, state, client));
  return [...notices.filter(({ code }) => code !== "OK"), ...notices.filter(({ code }) => code === "OK")];
}

function notice<Client>(role: string, state: RoleState<Client>, client: Client): Notice<Client> {
  const primary = primaryOf(state);
  const code = primary === client ? "OK" : primary === undefined ? "NOT_FOUND" : "ALREADY_EXISTS";
  return { client, role, electionId: state.highest, code };
}
