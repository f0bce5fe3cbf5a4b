import type { DigestList } from "p4runtime-js-grpc/pipeline";
import type { ControllerPacket, Entity, Update } from "p4runtime-js-grpc/values";

/** What a typed client needs of a connection to a switch: a `P4RuntimeClient` is one. */
export interface ControlChannel {
  write(updates: readonly Update[]): Promise<void>;
  read(filters: readonly Entity[]): AsyncIterable<Entity>;
  packetOut(packet: ControllerPacket): Promise<void>;
  acknowledgeDigest(digest: string, listId: bigint): Promise<void>;
  /** Both give the function that takes the listener away again. */
  on(name: "packetIn", listener: (packet: ControllerPacket) => void): () => void;
  on(name: "digest", listener: (list: DigestList) => void): () => void;
}

/** Everything that a filter finds. */
export async function readAll(channel: ControlChannel, filter: Entity): Promise<readonly Entity[]> {
  const found: Entity[] = [];
  for await (const entity of channel.read([filter])) found.push(entity);
  return found;
}

/** One update. */
export function writeOne(channel: ControlChannel, type: Update["type"], entity: Entity): Promise<void> {
  return channel.write([{ type, entity }]);
}
