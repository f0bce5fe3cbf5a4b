import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** Where a program is on PATH; undefined when it is not. */
export function findOnPath(program: string): string | undefined {
  const directories = (process.env.PATH ?? "").split(path.delimiter).filter((each) => each !== "");
  return directories.map((directory) => path.join(directory, program)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Whether this process may make network interfaces. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
