import { Type } from "typebox";
import { CodedError, fromHex } from "../../src/base/index.js";
import type { RestApp } from "./app.js";
import type { DataPlane } from "./data-plane.js";
import type { RestOptions } from "./options.js";
import { traceBody } from "./schemas.js";

const switchParams = Type.Object({ name: Type.String({ description: "Name of a switch." }) });

/** `GET /v1/switches/:name/counters` and `POST /v1/switches/:name/trace`, for data planes in this process. */
export function dataPlaneRoutes(app: RestApp, options: RestOptions): void {
  app.get(
    "/v1/switches/:name/counters",
    {
      schema: {
        summary: "Packets through parser, tables, actions, queues and ports, and why packets were dropped",
        tags: ["fabric"],
        params: switchParams,
      },
    },
    (request) => dataPlaneOf(options, request.params.name).counters(),
  );
  app.post(
    "/v1/switches/:name/trace",
    {
      schema: {
        summary: "Send one frame in at a port of a running switch, and tell every step of its way",
        tags: ["fabric"],
        params: switchParams,
        body: traceBody,
      },
    },
    async (request) => {
      const { port, packet } = request.body;
      const dataPlane = dataPlaneOf(options, request.params.name);
      return { steps: await dataPlane.trace(port, frameOf(packet)) };
    },
  );
}

function dataPlaneOf({ dataPlanes }: RestOptions, name: string): DataPlane {
  const found = dataPlanes?.().get(name);
  if (found !== undefined) return found;
  throw new CodedError({
    code: "REST-NO-DATA-PLANE",
    message: `the data plane of ${name} does not run in this process`,
    help: "Name a switch of GET /v1/switches; only embedded switches of this process can be looked into.",
  });
}

function frameOf(packet: string): Uint8Array {
  const frame = fromHex(packet);
  if (frame !== undefined) return frame;
  throw new CodedError({
    code: "REST-INVALID",
    message: "packet is not hexadecimal",
    help: "Give the whole frame in hexadecimal digits, two a byte.",
  });
}
