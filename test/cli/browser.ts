import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";

/** How long anything in a page may take on a slow machine. */
export const withinMs = 120_000;

/** Why tests in a browser are skipped; false when there is one. */
export const noBrowser = existsSync(executablePath) ? false : `${executablePath} is not here`;

/** Starts a browser without a window. */
export function openBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  return chromium.launch({ executablePath, args, timeout: withinMs });
}
