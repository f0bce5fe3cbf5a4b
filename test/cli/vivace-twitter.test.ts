import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { noBrowser, openBrowser, withinMs } from "./browser.js";
import { type Daemon, root, start, startDaemon, temporaryDirectory } from "./command.js";

// The application on real replica processes, over REST and in a real browser.

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Starts the application and waits until it says where it is. */
async function serve(args: readonly string[]): Promise<Served> {
  const child = start(["vivace", "twitter", ...args, "--listen", "127.0.0.1:0", "--json"]);
  const said: string[] = [];
  child.stderr?.on("data", (part: Buffer) => said.push(part.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (line: Buffer) => resolve(JSON.parse(line.toString()).url));
    child.once("close", () => reject(new Error(said.join(""))));
  });
  return { child, url };
}

async function stop({ child }: Served): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "close");
  child.kill("SIGINT");
  await ended;
  assert.equal(child.exitCode, 0);
}

describe("ringworld vivace twitter", { timeout: 300_000 }, () => {
  const directory = temporaryDirectory();
  const state = path.join(directory.path, "state");
  let store: Daemon;
  let near: Served;
  let far: Served;

  before(async () => {
    const storeFile = path.join(directory.path, "store.yaml");
    const text = readFileSync(path.join(root, "controller/stores/two-sites.yaml"), "utf8");
    writeFileSync(storeFile, text.replaceAll("127.7.", "127.78."));
    const args = ["vivace", "up", "--store", storeFile, "--state", state, "--listen", "127.0.0.1:0"];
    store = await startDaemon(args, state, "store.json");
    [near, far] = await Promise.all([
      serve(["--state", state]),
      serve(["--state", state, "--site", "ireland"]),
    ]);
  });
  after(async () => {
    await Promise.all([near, far].filter((served) => served !== undefined).map(stop));
    await store?.stop();
    directory.remove();
  });

  const api = async (served: Served, method: string, resource: string, body?: object) => {
    const json = { "content-type": "application/json" };
    const sent = body === undefined ? {} : { headers: json, body: JSON.stringify(body) };
    const response = await fetch(`${served.url}${resource}`, { method, ...sent });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const texts = async (served: Served, resource: string) =>
    (await api(served, "GET", resource)).body.posts.map((post: { text: string }) => post.text);

  test("what is posted at one site is read at the other, over REST", async () => {
    for (const name of ["ann", "bob"]) {
      assert.equal((await api(near, "POST", "/v1/accounts", { name, about: "hello" })).status, 201);
    }
    assert.equal((await api(far, "PUT", "/v1/accounts/bob/following/ann")).status, 204);
    const posted = await api(near, "POST", "/v1/accounts/ann/posts", { text: "over REST" });
    assert.deepEqual([posted.status, posted.body.author, posted.body.text], [201, "ann", "over REST"]);
    assert.ok(Math.abs(Date.parse(posted.body.time) - Date.now()) < withinMs);
    assert.deepEqual(await texts(far, "/v1/accounts/bob/home"), ["over REST"]);
    assert.deepEqual(await texts(far, "/v1/accounts/ann/posts?limit=5"), ["over REST"]);
    const { body } = await api(far, "GET", "/v1/accounts/ann");
    assert.deepEqual(body, { name: "ann", about: "hello", followers: ["bob"], following: [] });
    assert.equal((await api(near, "DELETE", "/v1/accounts/bob/following/ann")).status, 204);
    assert.deepEqual((await api(far, "GET", "/v1/accounts/bob")).body.following, []);
  });

  test("REST refuses what cannot be, with a code and a status", async () => {
    const refused = [
      [await api(near, "POST", "/v1/accounts", { name: "Ann" }), 400, "TWITTER-NAME"],
      [await api(far, "POST", "/v1/accounts", { name: "ann" }), 409, "TWITTER-NAME-TAKEN"],
      [await api(near, "GET", "/v1/accounts/nobody/home"), 404, "TWITTER-NO-ACCOUNT"],
      [await api(near, "POST", "/v1/accounts/ann/posts", { text: "" }), 400, "TWITTER-TEXT"],
      [await api(near, "POST", "/v1/accounts/ann/posts", { words: "x" }), 400, "REST-INVALID"],
      [await api(near, "GET", "/v1/accounts/ann/posts?limit=0"), 400, "REST-INVALID"],
    ] as const;
    for (const [{ status, body }, expected, code] of refused) {
      assert.deepEqual([status, body.code], [expected, code], JSON.stringify(body));
    }
  });

  describe("in a browser", { skip: noBrowser }, () => {
    let browser: Browser;
    before(async () => {
      browser = await openBrowser();
    });
    after(() => browser?.close());

    const open = async (served: Served, button: string, name: string): Promise<Page> => {
      const page = await browser.newPage();
      page.setDefaultTimeout(withinMs);
      await page.goto(served.url);
      await page.getByLabel("Name").fill(name);
      await page.getByRole("button", { name: button }).click();
      await page.getByRole("heading", { name: `@${name}` }).waitFor();
      return page;
    };

    test("two people at two sites sign up, follow, post and read", async () => {
      const cid = await open(near, "Sign up", "cid");
      const dora = await open(far, "Sign up", "dora");
      await dora.getByLabel("Follow", { exact: true }).fill("cid");
      await dora.getByRole("button", { name: "Follow", exact: true }).click();
      await dora.getByRole("list", { name: "Following" }).getByText("@cid").waitFor();
      const text = "<script>alert(1)</script> & <b>söme</b> text";
      await cid.getByLabel("What is new?").fill(text);
      await cid.getByRole("button", { name: "Post", exact: true }).click();
      const own = cid.getByRole("list", { name: "Timeline" }).getByRole("listitem");
      await own.getByText(text).waitFor();
      await dora.getByRole("button", { name: "Home" }).click();
      const read = dora.getByRole("list", { name: "Timeline" }).getByRole("listitem");
      await read.getByText(text).waitFor();
      assert.deepEqual([await own.count(), await read.count()], [1, 1]);
      assert.equal(await read.locator("p").textContent(), text);
      await dora.getByRole("button", { name: "My posts" }).click();
      await dora.getByRole("heading", { name: "My posts" }).waitFor();
      assert.equal(await read.count(), 0);
      assert.match((await dora.locator("#latency").textContent()) ?? "", /took \d+ ms/);
      await dora.getByRole("button", { name: "Unfollow" }).click();
      await dora
        .getByRole("list", { name: "Following" })
        .getByRole("listitem")
        .waitFor({ state: "detached" });
      await Promise.all([cid.close(), dora.close()]);
    });

    test("a refusal is shown, and the page breaks none of its own rules", async () => {
      const page = await open(near, "Enter", "ann");
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      page.on("console", (message) => {
        if (/Content Security Policy/.test(message.text())) errors.push(message.text());
      });
      await page.reload();
      await page.getByLabel("Name").fill("ann");
      await page.getByRole("button", { name: "Sign up" }).click();
      await page.getByRole("alert").getByText("somebody has this name").waitFor();
      assert.equal(await page.getByRole("heading", { name: "@ann" }).isVisible(), false);
      assert.deepEqual(errors, []);
      await page.close();
    });
  });
});
