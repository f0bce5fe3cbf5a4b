import { type TableEntry, tableEntry } from "p4runtime-js-grpc/values";
import { type ControlChannel, readAll, writeOne } from "./channel.js";

/** A table's handle, as far as a client needs it. */
export interface AnyTableHandle {
  readonly name: string;
  entry(...entry: never): TableEntry;
  filter(...key: never): TableEntry;
  defaultEntry(...action: never): TableEntry;
  decode(entry: TableEntry): unknown;
}

type Arguments<F> = F extends (...args: infer Given) => unknown ? Given : never;
type Result<F> = F extends (...args: never) => infer Given ? Given : never;

/** A table of one switch, in the terms of its program. Everything that the switch refuses throws. */
export interface TableClient<H extends AnyTableHandle> {
  /** `(key, action, options?)`, as the table's own `entry` takes them. */
  insert(...entry: Arguments<H["entry"]>): Promise<void>;
  modify(...entry: Arguments<H["entry"]>): Promise<void>;
  /** `(key, options?)`; a key with priorities needs the entry's priority. */
  delete(...key: Arguments<H["filter"]>): Promise<void>;
  /** What a miss does from now on. */
  setDefault(...action: Arguments<H["defaultEntry"]>): Promise<void>;
  /** All entries, without the default one. */
  read(): Promise<readonly Result<H["decode"]>[]>;
  /** The entry of this key, or undefined. */
  find(...key: Arguments<H["filter"]>): Promise<Result<H["decode"]> | undefined>;
}

/** A table of the switch behind a channel. */
export function tableClient<H extends AnyTableHandle>(handle: H, channel: ControlChannel): TableClient<H> {
  type Entry = (...given: Arguments<H["entry"]>) => TableEntry;
  type Filter = (...given: Arguments<H["filter"]>) => TableEntry;
  type Default = (...given: Arguments<H["defaultEntry"]>) => TableEntry;
  const [entry, filter, defaultEntry] = [
    handle.entry as Entry,
    handle.filter as Filter,
    handle.defaultEntry as Default,
  ];
  const entries = async (wanted: TableEntry): Promise<readonly Result<H["decode"]>[]> => {
    const found = await readAll(channel, wanted);
    const own = found.filter((entity) => entity.kind === "tableEntry");
    return own.map((each) => handle.decode(each) as Result<H["decode"]>);
  };
  return Object.freeze({
    insert: (...given: Arguments<H["entry"]>) => writeOne(channel, "insert", entry(...given)),
    modify: (...given: Arguments<H["entry"]>) => writeOne(channel, "modify", entry(...given)),
    delete: (...given: Arguments<H["filter"]>) => writeOne(channel, "delete", filter(...given)),
    setDefault: (...given: Arguments<H["defaultEntry"]>) =>
      writeOne(channel, "modify", defaultEntry(...given)),
    read: () => entries(tableEntry({ table: handle.name })),
    find: async (...given: Arguments<H["filter"]>) => (await entries(filter(...given)))[0],
  });
}
