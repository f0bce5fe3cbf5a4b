import type { p4 } from "../messages/index.js";

/**
 * The id of the object of the P4Info that an entity belongs to; 0 for multicast groups and clone sessions, which
 * belong to none, and for wildcards.
 */
export function entityId({ entity }: p4.Entity): number {
  switch (entity?.$case) {
    case "tableEntry":
      return entity.value.tableId;
    case "directCounterEntry":
    case "directMeterEntry":
      return entity.value.tableEntry?.tableId ?? 0;
    case "actionProfileMember":
    case "actionProfileGroup":
      return entity.value.actionProfileId;
    case "counterEntry":
      return entity.value.counterId;
    case "meterEntry":
      return entity.value.meterId;
    case "valueSetEntry":
      return entity.value.valueSetId;
    case "registerEntry":
      return entity.value.registerId;
    case "digestEntry":
      return entity.value.digestId;
    default:
      return 0;
  }
}
