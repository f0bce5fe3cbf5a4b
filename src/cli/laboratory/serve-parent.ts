import { stopped } from "../fabric/stopped.js";
import { tellParent } from "../fabric/tell-parent.js";
import type { WorkerMessage, WorkerQuestion } from "./worker.js";

/** What a worker can be asked, by name. */
export type Answers = ReadonlyMap<string, (argument: unknown) => unknown>;

/** Says that a worker is ready, and answers its parent until that goes away or asks it to stop. */
export async function serveParent(ready: unknown, answers: Answers): Promise<void> {
  const stop = stopped();
  process.on("message", ({ id, name, argument }: WorkerQuestion) => {
    const answer = Promise.resolve().then(() => answers.get(name)?.(argument));
    answer.then(
      (value) => tellParent({ kind: "answer", id, value: value ?? null } satisfies WorkerMessage),
      (error) => tellParent({ kind: "failed", id, reason: String(error) } satisfies WorkerMessage),
    );
  });
  tellParent({ kind: "ready", value: ready ?? null } satisfies WorkerMessage);
  await stop;
}
