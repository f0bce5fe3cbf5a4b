import { CodedError } from "../../base/index.js";
import { type ObjectPlace, type VivaceClient, vivaceError } from "../client/index.js";
import { Directory, type DirectoryHome } from "./directory.js";
import { type ContainerMetadata, placeAt } from "./metadata.js";
import { objectKey } from "./names.js";

/** What a store needs beside its client. */
export interface VivaceStoreOptions {
  readonly client: Pick<VivaceClient, "read" | "write" | "execute">;
  /** The site of the client. */
  readonly site: string;
  readonly directory: DirectoryHome;
}

/**
 * The key-value store as applications see it: objects by container and name. Where they are kept is looked up in the
 * directory once for each container.
 *
 * @example
 * await store.createContainer("posts", { type: "rw", replicas, localSets });
 * await store.write("posts", "17", bytes);
 * const read = await store.read("posts", "17"); // undefined when nothing was ever written
 * await store.execute("timelines", "ann", "prepend", bytes);
 */
export class VivaceStore {
  readonly directory: Directory;
  readonly #client: VivaceStoreOptions["client"];
  readonly #site: string;

  constructor({ client, site, directory }: VivaceStoreOptions) {
    this.#client = client;
    this.#site = site;
    this.directory = new Directory(client, directory);
  }

  /** Makes a container; see `Directory.create`. */
  createContainer(container: string, metadata: ContainerMetadata): Promise<void> {
    return this.directory.create(container, metadata);
  }

  /** The value of an RW object; undefined when it was never written. */
  read(container: string, name: string): Promise<Uint8Array | undefined> {
    return this.#at(container, name, "rw", (place) => this.#client.read(place));
  }

  /** Stores a value of at most 8,192 bytes in an RW object. */
  write(container: string, name: string, value: Uint8Array): Promise<void> {
    return this.#at(container, name, "rw", (place) => this.#client.write(place, value));
  }

  /** Runs a command on an RMW object and gives its result; its effect happens once. */
  execute(container: string, name: string, command: string, argument: Uint8Array): Promise<Uint8Array> {
    return this.#at(container, name, "rmw", (place) => this.#client.execute(place, command, argument));
  }

  async #at<Result>(
    container: string,
    name: string,
    type: ContainerMetadata["type"],
    operate: (place: ObjectPlace) => Promise<Result>,
  ): Promise<Result> {
    const key = objectKey(container, name);
    const metadata = await this.directory.lookUp(container);
    if (metadata.type !== type) throw vivaceError("VIVACE-TYPE", `${container}/${name}`);
    try {
      return await operate(placeAt(metadata, key, this.#site));
    } catch (error) {
      if (error instanceof CodedError && error.code === "VIVACE-TIMEOUT") this.directory.forget(container);
      throw error;
    }
  }
}
