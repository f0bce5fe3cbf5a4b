import { type ClientTask, runClient } from "../../laboratory/client-worker.js";
import { type EdgeTask, runEdge } from "../../laboratory/edge-worker.js";
import { type FloodTask, runFlood } from "../../laboratory/flood-worker.js";

/** Runs a part of a laboratory until its parent goes away or asks it to stop. */
export async function labWorker(task: EdgeTask | FloodTask | ClientTask): Promise<void> {
  if (task.kind === "edge") await runEdge(task);
  else if (task.kind === "flood") await runFlood(task);
  else await runClient(task);
}
