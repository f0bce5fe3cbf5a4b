import type { PipelineConfig } from "p4runtime-js-grpc";
import { say } from "../../../src/cli/output.js";
import { emitArtifacts } from "../../../src/emit/index.js";
import type { BenchOptions } from "../frame/area.js";
import { bmv2Program, startBmv2, type Target } from "../frame/bmv2.js";
import { type Figure, figure } from "../frame/figure.js";
import { versus } from "../frame/measure.js";
import { findOnPath } from "../frame/rivals.js";
import { startEmbedded } from "./embedded.js";
import { stateful } from "./program.js";
import { insertEntries, readCells, updatesPerBatch, writeCells } from "./work.js";

/** What the control plane of a switch takes in, over gRPC. */
export async function* measureP4Runtime(options: BenchOptions): AsyncGenerator<Figure, void> {
  const { p4infoBinary, bmv2Json } = emitArtifacts(stateful.ir);
  const config: PipelineConfig = { p4info: p4infoBinary, deviceConfig: new TextEncoder().encode(bmv2Json) };
  const ours = await startEmbedded(config);
  const rival = findOnPath(bmv2Program) === undefined ? undefined : await startBmv2(config);
  try {
    yield* measure(ours, rival, options);
  } finally {
    await ours.stop();
    await rival?.stop();
  }
}

async function* measure(
  ours: Target,
  rival: Target | undefined,
  { quick, rounds }: BenchOptions,
): AsyncGenerator<Figure, void> {
  const compare = (work: (target: Target) => Promise<number>, against: Target | undefined) =>
    versus(rounds, () => work(ours), against && (() => work(against)));
  const setting = "over gRPC on loopback, one connection, requests encoded before, sent by one other process";
  const registers = `${bmv2Program} answers UNIMPLEMENTED to registers`;
  say("inserting table entries");
  yield figure({
    name: "table_inserts_single",
    unit: "1/s",
    ...(await compare((target) => insertEntries(target, quick ? 100 : 4000, 1), rival)),
    note: `exact match, one entry a request, 32 requests under way; ${setting}`,
  });
  yield figure({
    name: "table_inserts_batch",
    unit: "1/s",
    ...(await compare((target) => insertEntries(target, quick ? 400 : 20_000, updatesPerBatch), rival)),
    note: `exact match, 200 entries a request, 32 requests under way; ${setting}`,
  });
  say("writing and reading registers");
  yield figure({
    name: "register_cells",
    unit: "1/s",
    ...(await compare((target) => writeCells(target, quick ? 400 : 20_000), undefined)),
    note: `cells of 64 bits written, 200 a request; ${setting}; ${registers}`,
  });
  yield figure({
    name: "register_cells_read",
    unit: "1/s",
    ...(await compare(readCells, undefined)),
    note: `16,384 cells of 64 bits read with one request; ${setting}; ${registers}`,
  });
}
