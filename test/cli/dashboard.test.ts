import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { noBrowser, openBrowser, withinMs } from "./browser.js";
import { ringworld, startUp, temporaryDirectory, type UpFabric } from "./command.js";

// The dashboard of a real fabric, in a real browser.

describe("the dashboard", { skip: noBrowser, timeout: 300_000 }, () => {
  const directory = temporaryDirectory();
  const state = path.join(directory.path, "state");
  const complaints: string[] = [];
  let fabric: UpFabric;
  let browser: Browser;
  let page: Page;

  before(async () => {
    fabric = await startUp(state);
    browser = await openBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(withinMs);
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(fabric.descriptor.api ?? "");
  });
  after(async () => {
    await browser?.close();
    await fabric?.stop();
    directory.remove();
  });

  const serving = () => page.getByRole("status").getByText(/^serving$/);

  test("shows the fabric, and what is appended", async () => {
    await page.getByRole("heading", { name: "four-racks" }).waitFor();
    await serving().waitFor();
    assert.equal(await page.locator("#ring rect[data-state=answers]").count(), 12);
    assert.equal(await page.locator("#ring circle[data-state=ready]").count(), 4);
    await ringworld(["append", "--state", state], "one\ntwo\nthree\n");
    const committed = page.locator("#figures div", { hasText: "committed" }).locator("dd");
    await committed.filter({ hasText: /^[3-9]|^\d\d/ }).waitFor();
  });

  test("fences a log server off, and lifts the fence", async () => {
    const row = page.getByRole("row", { name: "log-2-1" });
    await row.getByRole("button", { name: "Fence" }).click();
    await row.getByRole("cell", { name: "fenced on the page" }).waitFor();
    await row.getByRole("button", { name: "Lift the fence" }).click();
    await row.getByRole("cell", { name: "answers" }).waitFor();
    await page.getByRole("listitem").filter({ hasText: "log-2-1 is fenced no more" }).waitFor();
  });

  test("tells that the controller is gone, and goes on when another one is there", async () => {
    await fabric.stop();
    await page.getByRole("alert").waitFor();
    fabric = await startUp(state, new URL(page.url()).host);
    await serving().waitFor();
    await page.getByRole("alert").waitFor({ state: "hidden" });
    assert.deepEqual(complaints, []);
  });
});
