import type { FastifyError, FastifyInstance, FastifyReply, FastifySchemaValidationError } from "fastify";
import type { Static } from "typebox";
import { CodedError, type Diagnostic } from "../../src/base/index.js";
import type { LogErrorCode } from "../../src/ringworld/index.js";
import type { TwitterErrorCode, VivaceErrorCode } from "../../src/vivace/index.js";
import type { EdgeErrorCode } from "../edge/edge-error.js";
import { type problemSchema, problemType } from "./schemas.js";

type Problem = Static<typeof problemSchema>;

/** HTTP says how the log fared: RFC 9110, section 15. */
const statusOfLogError: Readonly<Record<LogErrorCode, number>> = {
  "LOG-TIMEOUT": 504,
  "LOG-NOT-COMMITTED": 409,
  "LOG-OUT-OF-BOUNDS": 404,
  "LOG-TOO-LARGE": 413,
  "LOG-EMPTY": 400,
  "LOG-TRIMMED": 410,
  "LOG-FENCED": 403,
  "LOG-NOT-SERVED": 503,
  "LOG-CLOSED": 503,
};

/** The same for the store. */
const statusOfStoreError: Readonly<Record<VivaceErrorCode, number>> = {
  "VIVACE-TIMEOUT": 504,
  "VIVACE-NO-DATA": 504,
  "VIVACE-UNKNOWN": 500,
  "VIVACE-TOO-LARGE": 413,
  "VIVACE-CLOCK": 500,
  "VIVACE-COMMAND": 422,
  "VIVACE-NO-COMMAND": 404,
  "VIVACE-NOT-RMW": 409,
  "VIVACE-NOT-WRITTEN": 404,
  "VIVACE-NAME": 400,
  "VIVACE-NO-CONTAINER": 404,
  "VIVACE-CONTAINER-EXISTS": 409,
  "VIVACE-METADATA": 400,
  "VIVACE-SITE": 409,
  "VIVACE-TYPE": 409,
  "VIVACE-CLOSED": 503,
};

/** And for the application on the store. */
const statusOfTwitterError: Readonly<Record<TwitterErrorCode, number>> = {
  "TWITTER-CLAIM": 400,
  "TWITTER-NAME": 400,
  "TWITTER-NAME-TAKEN": 409,
  "TWITTER-NO-ACCOUNT": 404,
  "TWITTER-TEXT": 400,
};

/** And for the edges of its sites. */
const statusOfEdgeError: Readonly<Record<EdgeErrorCode, number>> = {
  "EDGE-SITE": 404,
  "EDGE-HOST": 404,
  "EDGE-CLASS": 422,
  "EDGE-NONE": 404,
};

const statusOfError: Readonly<Record<string, number>> = {
  ...statusOfLogError,
  ...statusOfStoreError,
  ...statusOfTwitterError,
  ...statusOfEdgeError,
  "REST-NO-DATA-PLANE": 404,
  "HOST-UNKNOWN": 404,
  "FABRIC-CHANGE-UNDER-WAY": 409,
  "FABRIC-CHANGE-STRIPES": 409,
  "FABRIC-CHANGE-KEPT": 409,
  "FABRIC-CHANGE-IN-USE": 409,
  "FABRIC-CHANGE-API": 409,
  "PLAN-LIMIT": 422,
};

/** What the framework refuses, in our words. */
const refusals: Readonly<Record<string, Omit<Problem, "message">>> = {
  FST_ERR_VALIDATION: {
    code: "REST-INVALID",
    help: "Compare the request with /openapi.json or look at /docs.",
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: "REST-INVALID", help: "Send valid JSON." },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: "REST-INVALID", help: "Send a JSON object with the key value." },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: "REST-INVALID",
    help: "Send as many bytes as Content-Length says.",
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: "REST-TOO-LARGE",
    help: "An entry of the log has at most 9,000 bytes, a value of the store 8,192.",
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "REST-MEDIA-TYPE",
    help: "Send the header Content-Type: application/octet-stream, or application/json; for a fabric file, application/yaml.",
  },
};

const otherRefusal = {
  code: "REST-REFUSED",
  help: "Compare the request with /openapi.json or look at /docs.",
};

/** Every error of every route leaves as a `Problem` with a fitting status. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, _request, reply) => sendProblem(reply, error));
  app.setNotFoundHandler((request, reply) => {
    const message = `there is nothing at ${request.method} ${request.url}`;
    return reply
      .code(404)
      .type(problemType)
      .send({ code: "REST-NOT-FOUND", message, help: "/docs lists what there is." });
  });
}

/** Answers with what went wrong; what is nobody's fault but ours goes to the log, and no further. */
export function sendProblem(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof CodedError) return sendCoded(reply, error);
  if (isFastifyError(error) && error.statusCode !== undefined && error.statusCode < 500) {
    const refusal = refusals[error.code] ?? otherRefusal;
    return reply
      .code(error.statusCode)
      .type(problemType)
      .send({ ...refusal, message: error.message });
  }
  reply.log.error(error);
  const help = "This is a bug of the controller; its log says more.";
  return reply
    .code(500)
    .type(problemType)
    .send({ code: "REST-INTERNAL", message: "the controller failed", help });
}

/** What is wrong with a request that is not as its schema says: `body/stream must be <= 4294967295`. */
export function explainInvalid(errors: readonly FastifySchemaValidationError[], part: string): Error {
  // An unknown key is told twice: the first time without words.
  const error = errors.find(({ keyword }) => keyword !== "boolean");
  return new Error(`${part}${error?.instancePath ?? ""} ${error?.message ?? "is invalid"}`);
}

function sendCoded(reply: FastifyReply, error: CodedError): FastifyReply {
  const [first] = error.diagnostics;
  const { code, message = error.message, help = "" } = first ?? { code: error.code };
  const isDocument = error.diagnostics.length > 1 || first?.position !== undefined;
  const errors = isDocument ? { errors: error.diagnostics.map(showDiagnostic) } : {};
  return reply
    .code(statusOf(code))
    .type(problemType)
    .send({ code, message, help, ...errors });
}

function showDiagnostic({
  code,
  message,
  help,
  position,
}: Diagnostic): NonNullable<Problem["errors"]>[number] {
  return {
    code,
    message,
    ...(help !== undefined && { help }),
    ...(position && { line: position.line, column: position.column }),
  };
}

function statusOf(code: string): number {
  return statusOfError[code] ?? 400;
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
