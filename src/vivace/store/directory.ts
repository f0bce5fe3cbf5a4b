import { equalBytes } from "../../base/index.js";
import type { UdpEnd } from "../../wire/index.js";
import { type ObjectPlace, type VivaceClient, vivaceError } from "../client/index.js";
import { type ContainerMetadata, decodeMetadata, encodeMetadata } from "./metadata.js";
import { directoryKey } from "./names.js";

/** Where the directory itself is kept: fixed, and known to every client. */
export interface DirectoryHome {
  readonly replicas: readonly UdpEnd[];
  /** The local set at the client's site. */
  readonly locals: readonly UdpEnd[];
}

/**
 * The directory service (paper §3.1): the metadata of every container, each in an RW object of the store itself, and a
 * cache of what this client has looked up. Metadata never changes, so that what is cached stays right.
 */
export class Directory {
  readonly #client: Pick<VivaceClient, "read" | "write">;
  readonly #home: DirectoryHome;
  readonly #cache = new Map<string, Promise<ContainerMetadata>>();

  constructor(client: Pick<VivaceClient, "read" | "write">, home: DirectoryHome) {
    this.#client = client;
    this.#home = home;
  }

  /**
   * The metadata of a container, from the cache when it was looked up before.
   *
   * @throws CodedError `VIVACE-NO-CONTAINER`, `VIVACE-METADATA`, and those of `VivaceClient.read`
   */
  lookUp(container: string): Promise<ContainerMetadata> {
    const cached = this.#cache.get(container);
    if (cached !== undefined) return cached;
    const found = this.#read(container);
    this.#cache.set(container, found);
    found.catch(() => this.forget(container));
    return found;
  }

  /** Drops a container from the cache: it is looked up again when it is needed next. */
  forget(container: string): void {
    this.#cache.delete(container);
  }

  /**
   * Makes a container; one that is there with the same metadata is left as it is. The directory's objects are RW
   * objects, which cannot tell who is first: make a container at one place only.
   *
   * @throws CodedError `VIVACE-CONTAINER-EXISTS`, `VIVACE-METADATA`, and those of `VivaceClient`
   */
  async create(container: string, metadata: ContainerMetadata): Promise<void> {
    const place = this.#place(container);
    const value = encodeMetadata(metadata);
    const present = await this.#client.read(place);
    if (present === undefined) await this.#client.write(place, value);
    else if (!equalBytes(present, value)) throw vivaceError("VIVACE-CONTAINER-EXISTS", container);
  }

  async #read(container: string): Promise<ContainerMetadata> {
    const value = await this.#client.read(this.#place(container));
    if (value === undefined) throw vivaceError("VIVACE-NO-CONTAINER", container);
    const metadata = decodeMetadata(value);
    if (metadata === undefined) throw vivaceError("VIVACE-METADATA", container);
    return metadata;
  }

  #place(container: string): ObjectPlace {
    return { ...this.#home, key: directoryKey(container) };
  }
}
