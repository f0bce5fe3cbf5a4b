import {
  decodeSurveyRequest,
  encodeSurvey,
  type MissingValue,
  surveyBytesMax,
  surveyEntryBytes,
} from "../protocol/index.js";
import type { Handler } from "./handler.js";

/** More objects than this are not looked at in one go: the replica has other things to do. */
const scannedMax = 4096;

/**
 * SURVEY: lists objects whose timestamp is here and whose value is not (paper §4.3), a part at a time. It decides
 * nothing, so that it does not wait for storage.
 */
export const onSurvey: Handler = ({ context }, asked, object) => {
  const { timestamp, value } = asked.message;
  const from = value && decodeSurveyRequest(value);
  if (from === undefined) return;
  const { objects } = context;
  const missing: MissingValue[] = [];
  const scanEnd = Math.min(objects.length, from + scannedMax);
  let next = from;
  for (let bytes = 0; next < scanEnd; next += 1) {
    const each = objects[next];
    if (each === undefined || !each.isMissing) continue;
    bytes += surveyEntryBytes(each);
    if (bytes > surveyBytesMax) break;
    missing.push({ key: each.key, timestamp: each.timestamp });
  }
  const survey = { objects: objects.length, missing, ...(next < objects.length && { next }) };
  context.respond(object, asked, "accepted", timestamp, encodeSurvey(survey));
};

/** HOLDING: whether the value of this timestamp is here, wherever it is kept, or that of a newer one. */
export const onHolding: Handler = ({ context }, asked, object) => {
  const { timestamp } = asked.message;
  const isHere =
    (object.timestamp >= timestamp && !object.isMissing) ||
    object.remoteBuffer.has(timestamp) ||
    object.localBuffer.has(timestamp);
  context.respond(object, asked, isHere ? "accepted" : "refused", object.timestamp);
};
