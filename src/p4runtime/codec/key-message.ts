import { p4 } from "../messages/index.js";

/** What finds an entity, and nothing else: all that counts in a delete (sections 9.1 to 9.5). */
export function keyMessage({ entity }: p4.Entity): p4.Entity {
  switch (entity?.$case) {
    case "tableEntry": {
      const { tableId, match, priority, isDefaultAction } = entity.value;
      const value = p4.TableEntry.create({ tableId, match, priority, isDefaultAction });
      return { entity: { $case: "tableEntry", value } };
    }
    case "actionProfileMember":
      return { entity: { $case: entity.$case, value: { ...entity.value, action: undefined } } };
    case "actionProfileGroup":
      return { entity: { $case: entity.$case, value: { ...entity.value, members: [], maxSize: 0 } } };
    case "packetReplicationEngineEntry":
      return { entity: { $case: entity.$case, value: keyOfReplication(entity.value) } };
    default:
      return { entity };
  }
}

function keyOfReplication(message: p4.PacketReplicationEngineEntry): p4.PacketReplicationEngineEntry {
  const type = message.type;
  if (type?.$case === "multicastGroupEntry") {
    const { multicastGroupId } = type.value;
    return { type: { $case: type.$case, value: p4.MulticastGroupEntry.create({ multicastGroupId }) } };
  }
  if (type?.$case === "cloneSessionEntry") {
    const { sessionId } = type.value;
    return { type: { $case: type.$case, value: p4.CloneSessionEntry.create({ sessionId }) } };
  }
  return message;
}
