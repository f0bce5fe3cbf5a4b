import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import { type FastifyBaseLogger, fastify } from "fastify";
import type { RestApp } from "./app.js";
import { dataPlaneRoutes } from "./data-plane-routes.js";
import { fabricRoutes } from "./fabric-routes.js";
import { hostRoutes } from "./host-routes.js";
import { logRoutes } from "./log-routes.js";
import { metricsRoute } from "./metrics.js";
import type { RestOptions } from "./options.js";
import { pageRoutes } from "./page-routes.js";
import { answerProblems, explainInvalid, sendProblem } from "./problem.js";
import { ringRoutes } from "./ring-routes.js";

const requestTimeoutMs = 30_000;

/**
 * The REST API of a fabric, not listening yet.
 *
 * @example
 * const app = await buildRest({ fabric: changes, ring: () => controller.snapshot(), hosts, addresses, log });
 * await app.listen({ host: "127.0.0.1", port: 8080 });
 */
export async function buildRest(options: RestOptions): Promise<RestApp> {
  const app = await newRest({
    title: "RingWorld",
    description:
      "A shared log on a ring of switches. Indices are 64-bit numbers, written as decimal strings.",
    ...(options.logger !== undefined && { logger: options.logger }),
  });
  metricsRoute(app, options);
  await fabricRoutes(app, options);
  ringRoutes(app, options);
  dataPlaneRoutes(app, options);
  hostRoutes(app, options);
  logRoutes(app, options);
  if (options.page !== undefined) pageRoutes(app, options.page);
  return finishRest(app);
}

/** What an API says of itself. */
export interface RestIdentity {
  readonly title: string;
  readonly description: string;
  /** Absent: silent. */
  readonly logger?: FastifyBaseLogger;
}

/** A REST API without routes yet: it checks requests, answers errors as problems, and describes itself at `/docs`. */
export async function newRest({ title, description, logger }: RestIdentity): Promise<RestApp> {
  const app = fastify({
    requestTimeout: requestTimeoutMs,
    frameworkErrors: (error, _request, reply) => sendProblem(reply, error),
    schemaErrorFormatter: explainInvalid,
    ...(logger === undefined ? {} : { loggerInstance: logger }),
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Text of a query becomes a number where the schema has one; a body stays what it is.
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerProblems(app);
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: { title, version: "1.0.0", description } },
  });
  await app.register(swaggerUi, { routePrefix: "/docs" });
  return app;
}

/** Ends the making of an API, when it has all its routes. */
export async function finishRest(app: RestApp): Promise<RestApp> {
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  await app.ready();
  return app;
}
