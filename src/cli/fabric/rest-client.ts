import { CodedError, type Diagnostic, parseJson } from "../../base/index.js";
import { StateDirectory } from "./state-directory.js";

/** A request to the REST API of a fabric. */
export interface RestRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: {
    readonly type: string;
    readonly text: string;
    /** Where the text is from, for errors in it. */
    readonly file?: string;
  };
}

/**
 * Asks the REST API of the fabric of a state directory for something.
 *
 * @returns what it answers, read as JSON
 * @throws CodedError what the API says is wrong; `REST-NONE` when the fabric has no API, `REST-AWAY` when nobody answers
 */
export async function askRest(state: string, { method, path, body }: RestRequest): Promise<unknown> {
  const { api } = new StateDirectory(state).descriptor();
  if (api === undefined) {
    throw new CodedError({
      code: "REST-NONE",
      message: "the fabric has no REST API",
      help: "Start it with `ringworld up`, or give it a host with the role `api`.",
    });
  }
  const content = body && { headers: { "content-type": body.type }, body: body.text };
  const answer = await fetch(`${api}${path}`, { method, ...content }).catch(() => undefined);
  if (answer === undefined) {
    const message = `nobody answers at ${api}`;
    throw new CodedError({ code: "REST-AWAY", message, help: "The controller may be starting: try again." });
  }
  const text = await answer.text();
  if (!answer.ok) throw problemOf(text, answer.status, body?.file);
  return parseJson(text);
}

/** Asks it to do something. */
export async function postToRest(state: string, path: string, body: object): Promise<void> {
  const content = { type: "application/json", text: JSON.stringify(body) };
  await askRest(state, { method: "POST", path, body: content });
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly errors: readonly (Diagnostic & { readonly line?: number; readonly column?: number })[];
}

/** The error of an API's own words, or of none. */
function problemOf(text: string, status: number, file = ""): CodedError {
  const told: unknown = parseJson(text);
  const { code, message, help, errors } = (typeof told === "object" ? told : undefined) as Partial<Problem>;
  const [first, ...rest] = (errors ?? []).map(({ line, column, ...error }): Diagnostic => {
    if (line === undefined || column === undefined) return error;
    return { ...error, position: { file, line, column } };
  });
  if (first !== undefined) return new CodedError(first, ...rest);
  return new CodedError({
    code: code ?? "REST-REFUSED",
    message: message ?? `the REST API answered ${status}`,
    ...(help !== undefined && { help }),
  });
}
