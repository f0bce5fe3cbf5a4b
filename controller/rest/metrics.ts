import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { RingSnapshot } from "../ring/snapshot.js";
import type { RestApp } from "./app.js";
import { dataPlaneMetrics } from "./data-plane-metrics.js";
import type { RestOptions } from "./options.js";

/** `GET /metrics`, in the text format of Prometheus, and the times of all requests. */
export function metricsRoute(app: RestApp, options: RestOptions): void {
  const registry = new Registry();
  ringMetrics(registry, options);
  switchMetrics(registry, options);
  dataPlaneMetrics(registry, options);
  const seconds = new Histogram({
    name: "ringworld_rest_request_seconds",
    help: "Time of REST requests.",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers: [registry],
  });
  app.addHook("onResponse", (request, reply, done) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? "unknown",
      status: String(reply.statusCode),
    };
    seconds.observe(labels, reply.elapsedTime / 1000);
    done();
  });
  const schema = { summary: "Metrics for Prometheus", tags: ["operation"] };
  app.get("/metrics", { schema }, async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
}

/** Counters whose values are kept elsewhere: they are taken over when someone asks. */
function takenOver(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}

function ringMetrics(registry: Registry, { ring }: RestOptions): void {
  takenOver(registry, "ringworld_token_hops_total", "Times the token was passed on.", () => ring().hops);
  takenOver(registry, "ringworld_token_laps_total", "Whole rounds of the token.", () => ring().laps);
  takenOver(registry, "ringworld_indices_total", "Indices handed out.", () => Number(ring().lastIndex));
  takenOver(registry, "ringworld_committed_total", "Indices up to which all are committed.", () =>
    Number(ring().committedIndex),
  );
  new Gauge({
    name: "ringworld_serving",
    help: "1 when every switch is ready and a token goes round.",
    registers: [registry],
    collect() {
      this.set(ring().serving ? 1 : 0);
    },
  });
  new Gauge({
    name: "ringworld_view",
    help: "View number.",
    registers: [registry],
    collect() {
      this.set(ring().view);
    },
  });
}

type SwitchCounter = keyof NonNullable<RingSnapshot["switches"][number]["counters"]>;

function switchMetrics(registry: Registry, { ring, refused }: RestOptions): void {
  const perSwitch = (name: string, help: string, counter: SwitchCounter): void => {
    new Counter({
      name,
      help,
      labelNames: ["switch"],
      registers: [registry],
      collect() {
        this.reset();
        for (const item of ring().switches)
          this.inc({ switch: item.name }, Number(item.counters?.[counter] ?? 0));
      },
    });
  };
  perSwitch("ringworld_switch_token_visits_total", "Visits of the token; wraps at 2^32.", "epoch");
  perSwitch("ringworld_switch_arrivals_total", "Requests for an index; wraps at 2^32.", "arrivals");
  perSwitch("ringworld_switch_released_total", "Indices handed out; wraps at 2^32.", "released");
  new Counter({
    name: "ringworld_switch_refused_total",
    help: "Packets that the data plane refused; counted from 0 in every view.",
    labelNames: ["switch", "reason"],
    registers: [registry],
    async collect() {
      const counts = await refused();
      this.reset();
      for (const [name, reasons] of counts) {
        for (const [reason, count] of Object.entries(reasons)) this.inc({ switch: name, reason }, count);
      }
    },
  });
  new Gauge({
    name: "ringworld_switch_ready",
    help: "1 when the data plane of the switch answers.",
    labelNames: ["switch"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name, state } of ring().switches) this.set({ switch: name }, state === "ready" ? 1 : 0);
    },
  });
}
