import { encodeUtf8 } from "../../base/index.js";
import type { VivaceStore } from "../store/index.js";
import type { PostIdentifiers } from "./post-identifiers.js";
import {
  type Account,
  decodeAccount,
  decodeLines,
  decodePost,
  encodeAccount,
  encodePost,
  isAccountName,
  isClaim,
  isPostText,
  type Post,
  textCharactersMax,
} from "./records.js";
import { twitterError } from "./twitter-error.js";

/** What the application needs. */
export interface TwitterOptions {
  readonly store: Pick<VivaceStore, "read" | "write" | "execute">;
  readonly identifiers: PostIdentifiers;
  /** Its containers, one of each type. */
  readonly containers?: { readonly rw: string; readonly rmw: string };
}

/** The prefixes of names: one letter, so that keys stay short. */
const prefix = {
  account: "a",
  post: "p",
  claim: "c",
  followers: "f",
  following: "w",
  userTimeline: "u",
  homeTimeline: "h",
} as const;

/** A list of lines in an RMW object: follower lists and timelines. */
type ListKind = "followers" | "following" | "userTimeline" | "homeTimeline";

const nothing = new Uint8Array(0);

/**
 * The web application of the paper's section 6.4: accounts and posts are RW objects, follower lists and timelines RMW
 * objects. A post is put into the timeline of every follower when it is made, so that reading a timeline takes two
 * rounds of operations: the timeline, then its posts at once.
 *
 * @example
 * const twitter = new Twitter({ store, identifiers: new PostIdentifiers(systemClock, client) });
 * await twitter.signUp({ name: "ann", about: "" });
 * await twitter.post("ann", "hello");
 * const [newest] = await twitter.userTimeline("ann", 20);
 */
export class Twitter {
  readonly #store: TwitterOptions["store"];
  readonly #identifiers: PostIdentifiers;
  readonly #rw: string;
  readonly #rmw: string;
  /** Accounts that were seen: they do not go away. */
  readonly #known = new Set<string>();

  constructor({ store, identifiers, containers = { rw: "rw", rmw: "rmw" } }: TwitterOptions) {
    this.#store = store;
    this.#identifiers = identifiers;
    this.#rw = containers.rw;
    this.#rmw = containers.rmw;
  }

  /**
   * Makes an account. Of several who want a name at once one gets it: whose claim is the first line of an RMW object.
   * When it has failed halfway, whoever comes with the same claim can try again; nobody else gets the name.
   *
   * @param claim what nobody else can know or guess; without one, a failure halfway leaves the name taken
   * @throws CodedError `TWITTER-NAME`, `TWITTER-NAME-TAKEN`, `TWITTER-TEXT`, `TWITTER-CLAIM`, and those of
   * `VivaceClient`
   */
  async signUp(account: Account, claim: string = this.#identifiers.next()): Promise<void> {
    const { name, about } = account;
    if (!isAccountName(name)) throw twitterError("TWITTER-NAME", JSON.stringify(name));
    if ([...about].length > textCharactersMax) throw twitterError("TWITTER-TEXT", name);
    if (!isClaim(claim)) throw twitterError("TWITTER-CLAIM", name);
    if ((await this.#claimName(name, claim)) !== claim) throw twitterError("TWITTER-NAME-TAKEN", name);
    await this.#store.write(this.#rw, prefix.account + name, encodeAccount(account));
  }

  /**
   * An account.
   *
   * @throws CodedError `TWITTER-NO-ACCOUNT`, and those of `VivaceClient`
   */
  async account(name: string): Promise<Account> {
    const bytes = isAccountName(name) ? await this.#store.read(this.#rw, prefix.account + name) : undefined;
    const account = bytes && decodeAccount(name, bytes);
    if (account === undefined) throw twitterError("TWITTER-NO-ACCOUNT", JSON.stringify(name));
    this.#known.add(name);
    return account;
  }

  /** From now on, posts of `followed` come into the home timeline of `follower`. Once more changes nothing. */
  follow(follower: string, followed: string): Promise<void> {
    return this.#relate("add-line", follower, followed);
  }

  /** From now on they do not; those that are there stay. */
  unfollow(follower: string, followed: string): Promise<void> {
    return this.#relate("remove-line", follower, followed);
  }

  /** Who follows an account, the first one first. */
  followers(name: string): Promise<readonly string[]> {
    return this.#list("followers", name);
  }

  /** Whom an account follows. */
  following(name: string): Promise<readonly string[]> {
    return this.#list("following", name);
  }

  /**
   * Posts a text (R1 of the paper). When it has failed, some timelines may show it; none names a post that was not
   * stored.
   *
   * @throws CodedError `TWITTER-TEXT`, `TWITTER-NO-ACCOUNT`, and those of `VivaceClient`
   */
  async post(author: string, text: string): Promise<Post> {
    if (!isPostText(text)) throw twitterError("TWITTER-TEXT", author);
    await this.#know(author);
    const post = { id: this.#identifiers.next(), author, text };
    const [followers] = await Promise.all([
      this.followers(author),
      this.#store.write(this.#rw, prefix.post + post.id, encodePost(post)),
    ]);
    const readers = [...new Set([author, ...followers])];
    await Promise.all([
      this.#change("prepend-line", "userTimeline", author, post.id),
      ...readers.map((name) => this.#change("prepend-line", "homeTimeline", name, post.id)),
    ]);
    return post;
  }

  /** The newest posts of an account (R2 of the paper), the newest first. */
  userTimeline(name: string, limit: number): Promise<readonly Post[]> {
    return this.#timeline("userTimeline", name, limit);
  }

  /** The newest posts of an account and of those whom it follows (R3 of the paper), the newest first. */
  homeTimeline(name: string, limit: number): Promise<readonly Post[]> {
    return this.#timeline("homeTimeline", name, limit);
  }

  /** Claims a name unless somebody has; gives the claim that counts. */
  async #claimName(name: string, claim: string): Promise<string | undefined> {
    const claims = () => this.#store.execute(this.#rmw, prefix.claim + name, "get", nothing);
    const [first] = decodeLines(await claims());
    if (first !== undefined) return first;
    await this.#change("add-line", "claim", name, claim);
    return decodeLines(await claims())[0];
  }

  async #timeline(kind: ListKind, name: string, limit: number): Promise<readonly Post[]> {
    const ids = (await this.#list(kind, name)).slice(0, limit);
    const posts = await Promise.all(ids.map((id) => this.#readPost(id)));
    return posts.flatMap((post) => post ?? []);
  }

  async #readPost(id: string): Promise<Post | undefined> {
    const bytes = await this.#store.read(this.#rw, prefix.post + id);
    return bytes && decodePost(id, bytes);
  }

  async #relate(command: "add-line" | "remove-line", follower: string, followed: string): Promise<void> {
    await Promise.all([this.#know(follower), this.#know(followed)]);
    await Promise.all([
      this.#change(command, "followers", followed, follower),
      this.#change(command, "following", follower, followed),
    ]);
  }

  async #know(name: string): Promise<void> {
    if (!this.#known.has(name)) await this.account(name);
  }

  async #list(kind: ListKind, name: string): Promise<readonly string[]> {
    await this.#know(name);
    return decodeLines(await this.#store.execute(this.#rmw, prefix[kind] + name, "get", nothing));
  }

  async #change(command: string, kind: ListKind | "claim", name: string, line: string): Promise<void> {
    await this.#store.execute(this.#rmw, prefix[kind] + name, command, encodeUtf8(line));
  }
}
