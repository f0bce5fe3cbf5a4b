import { Counter, Gauge, type Registry } from "prom-client";
import type { DataPlaneCounters } from "./data-plane.js";
import type { RestOptions } from "./options.js";

/** Labels and a value. */
type Sample = readonly [labels: Record<string, string>, value: number];

/** Metrics of the data planes in this process: drops, recirculation, and every link with its queues. */
export function dataPlaneMetrics(registry: Registry, { dataPlanes }: RestOptions): void {
  const samples = (of: (counters: DataPlaneCounters) => readonly Sample[]): readonly Sample[] =>
    [...(dataPlanes?.() ?? [])].flatMap(([name, dataPlane]) =>
      of(dataPlane.counters()).map(([labels, value]): Sample => [{ switch: name, ...labels }, value]),
    );
  const counter = (
    name: string,
    help: string,
    labels: readonly string[],
    of: (counters: DataPlaneCounters) => readonly Sample[],
  ): void => {
    new Counter({
      name: `ringworld_switch_${name}`,
      help,
      labelNames: ["switch", ...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const [each, value] of samples(of)) this.inc(each, value);
      },
    });
  };
  counter("packets_total", "Packets that were parsed.", [], ({ parser }) => [[{}, parser.packets]]);
  counter("recirculated_total", "Packets that went round.", [], ({ recirculated }) => [[{}, recirculated]]);
  counter("dropped_total", "Packets that ended inside the switch.", ["reason"], ({ drops }) =>
    Object.entries(drops).map(([reason, count]): Sample => [{ reason }, count]),
  );
  counter("link_bytes_total", "Bytes sent into a cable.", ["port"], ({ links }) =>
    Object.entries(links).map(([port, { sentBytes }]): Sample => [{ port }, sentBytes]),
  );
  counter("link_lost_total", "Frames lost in a cable.", ["port"], ({ links }) =>
    Object.entries(links).map(([port, { lostPackets }]): Sample => [{ port }, lostPackets]),
  );
  counter("queue_dropped_total", "Packets that found a queue full.", ["port", "class"], (counters) =>
    queueSamples(counters, ({ droppedPackets }) => droppedPackets),
  );
  new Gauge({
    name: "ringworld_switch_queue_depth",
    help: "Packets that wait for a cable.",
    labelNames: ["switch", "port", "class"],
    registers: [registry],
    collect() {
      this.reset();
      const depths = samples((counters) => queueSamples(counters, ({ depth }) => depth));
      for (const [labels, depth] of depths) this.set(labels, depth);
    },
  });
}

type QueueCounters = DataPlaneCounters["links"][number]["queues"][number];

function queueSamples({ links }: DataPlaneCounters, of: (queue: QueueCounters) => number): readonly Sample[] {
  return Object.entries(links).flatMap(([port, { queues }]) =>
    queues.map((queue, priority): Sample => [{ port, class: String(priority) }, of(queue)]),
  );
}
