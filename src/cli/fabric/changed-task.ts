import { tellParent } from "./tell-parent.js";

/** What a parent tells a process whose task has changed. */
interface ChangedTask<Task> {
  readonly number: number;
  readonly task: Task;
}

/** What the process says when it does the new one. */
interface TaskDone {
  readonly done: number;
}

export function isTaskDone(message: unknown): message is TaskDone {
  return typeof message === "object" && message !== null && "done" in message;
}

/** Takes the tasks that the parent of this process gives it later, one after the other. */
export function onChangedTask<Task>(change: (task: Task) => Promise<void>): void {
  let work = Promise.resolve();
  process.on("message", (message: ChangedTask<Task>) => {
    work = work.then(() => change(message.task)).then(() => tellParent({ done: message.number }));
  });
}
