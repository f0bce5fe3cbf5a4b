import { CodedError, parseJson } from "../../base/index.js";
import { StateDirectory } from "./state-directory.js";

/**
 * Asks the REST API of the fabric of a state directory to do something.
 *
 * @throws CodedError what the API says is wrong; `REST-NONE` when the fabric has no API
 */
export async function postToRest(state: string, path: string, body: object): Promise<void> {
  const { api } = new StateDirectory(state).descriptor();
  if (api === undefined) {
    throw new CodedError({
      code: "REST-NONE",
      message: "the fabric has no REST API",
      help: "Start it with `ringworld up`, or give it a host with the role `api`.",
    });
  }
  const answer = await fetch(`${api}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw problemOf(await answer.text(), answer.status);
}

/** The error of an API's own words, or of none. */
function problemOf(text: string, status: number): CodedError {
  const told: unknown = parseJson(text);
  const { code, message, help } = (typeof told === "object" ? told : undefined) as Partial<
    Record<string, string>
  >;
  return new CodedError({
    code: code ?? "REST-REFUSED",
    message: message ?? `the REST API answered ${status}`,
    ...(help !== undefined && { help }),
  });
}
