import { counter, meter, packet, when } from "../../dsl/index.js";
import { classification, meta } from "./marks.js";

const ports = 512;
const red = 2;
const priorityMeter = meter("priority_meter", ports, "bytes", {
  doc: "How much a port may send above best effort. Without a rate: as much as it likes.",
});
const demoted = counter("demoted", ports, "packetsAndBytes", {
  doc: "What came in at a port above its rate, and went on as best effort.",
});

/** A class that is allowed to fill the link protects nobody, not even itself: what is too much goes as best effort. */
export const policing = {
  steps: [
    when(meta.class.greaterThan(0), [
      priorityMeter.execute(packet.ingressPort, meta.color),
      when(meta.color.equals(red), [
        meta.class.set(0),
        ...classification.clearMarks,
        demoted.count(packet.ingressPort),
      ]),
    ]),
  ],
  meters: { priority_meter: priorityMeter },
  counters: { demoted },
} as const;
