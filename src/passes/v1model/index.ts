import { flattenBlocks } from "../flatten-blocks.js";
import type { Pass } from "../pass.js";
import { completeTables } from "./complete-tables.js";
import { dropByDefault } from "./drop-by-default.js";
import { tagPreservedFields } from "./field-lists.js";
import { lowerBoolParameters } from "./lower-bool-parameters.js";
import { lowerForwarding } from "./lower-forwarding.js";
import { lowerHashes } from "./lower-hashes.js";
import { lowerIntrinsics } from "./lower-intrinsics.js";
import { lowerRecirculation } from "./lower-recirculation.js";
import { lowerRegisterActions } from "./lower-register-actions.js";
import { lowerReject } from "./lower-reject.js";
import { lowerShifts } from "./lower-shifts.js";

export { type FieldLists, fieldListNumber, fieldLists } from "./field-lists.js";

/**
 * From a portable program to one in v1model's own terms. What comes out has no intrinsics, no register actions
 * and no `sendToPort`, `multicast` or `setPriority`; recirculation stands in egress only. The v1model printer,
 * P4Info and BMv2 JSON all start from it, so they cannot disagree.
 */
export const v1modelPasses: readonly Pass[] = [
  dropByDefault,
  lowerRecirculation,
  lowerForwarding,
  lowerIntrinsics,
  lowerRegisterActions,
  lowerHashes,
  lowerShifts,
  lowerBoolParameters,
  lowerReject,
  completeTables,
  tagPreservedFields,
  flattenBlocks,
];
