// The page looks at the REST API twice a second and shows what it says.
import { changes } from "./changes.js";
import { Charts } from "./charts.js";
import { digits, html } from "./element.js";
import { drawRing, hostState } from "./ring.js";

const everyMs = 500;
const eventsMax = 200;
const at = (id) => document.getElementById(id);
const charts = new Charts(at("charts"));
let last;

async function get(path) {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok) throw new Error(`${path} answers ${response.status}`);
  return response.json();
}

async function look() {
  const [ring, switches, hosts] = await Promise.all(["/v1/ring", "/v1/switches", "/v1/hosts"].map(get));
  return { ring, switches, hosts, timeMs: performance.now() };
}

/** What a number grew by in a second; null when it is not known: at first, and when a new controller counts anew. */
function rate(now, of) {
  if (last === undefined) return null;
  const grown = of(now) - of(last);
  return grown < 0 ? null : (grown * 1000) / (now.timeMs - last.timeMs);
}

function showFigures({ ring: { h, committed, replicated } }) {
  const figures = [
    ["handed out", h],
    ["committed", committed],
    ["at every server", replicated],
  ];
  at("figures").replaceChildren(
    ...figures.map(([label, value]) => html("div", {}, html("dt", {}, label), html("dd", {}, digits(value)))),
  );
}

function showCurves(now) {
  const { h, committed, replicated } = now.ring;
  charts.add(Date.now() / 1000, [
    rate(now, ({ ring }) => Number(ring.h)),
    rate(now, ({ ring }) => Number(ring.committed)),
    Math.max(0, Number(h) - Number(committed)),
    Math.max(0, Number(committed) - Number(replicated)),
    rate(now, ({ ring }) => ring.laps),
  ]);
}

/** Counters of switches wrap at 2^32. */
function counterRate(now, name, counter) {
  const value = ({ switches }) => switches.find((each) => each.name === name)?.counters?.[counter];
  if (last === undefined || value(last) === undefined || value(now) === undefined) return "–";
  const grown = (value(now) - value(last)) >>> 0;
  return grown >= 2 ** 31 ? "–" : digits((grown * 1000) / (now.timeMs - last.timeMs));
}

function showSwitches(now) {
  const rows = now.switches.map(({ name, rack, state, address, lanes }) =>
    html(
      "tr",
      {},
      html("td", {}, name),
      html("td", {}, rack),
      html("td", { "data-state": state }, state),
      html("td", {}, address),
      html("td", {}, counterRate(now, name, "epoch")),
      html("td", {}, counterRate(now, name, "arrivals")),
      html("td", {}, lanes.map(({ stripe }) => stripe).join(", ")),
    ),
  );
  at("switches").replaceChildren(...rows);
}

async function setFence(host, fenced) {
  const body = JSON.stringify({ host, fenced, reason: "fenced on the page" });
  const headers = { "content-type": "application/json" };
  const response = await fetch("/v1/fence", { method: "POST", headers, body });
  if (response.ok) return;
  const { message, help } = await response.json();
  tell(`${message}. ${help}`);
}

function hostRow(host) {
  const { name, role, address, fenced } = host;
  const state = hostState(host);
  const button = html("button", { type: "button" }, fenced === undefined ? "Fence" : "Lift the fence");
  button.addEventListener("click", () => setFence(name, fenced === undefined));
  return html(
    "tr",
    {},
    html("td", {}, name),
    html("td", {}, role),
    html("td", {}, host.switch),
    html("td", {}, address),
    html("td", { "data-state": state }, fenced ?? (state === "plain" ? "" : state)),
    html("td", {}, button),
  );
}

/** Rows are only made anew when something changed: a button must not go away under the pointer. */
function showHosts({ hosts }) {
  if (JSON.stringify(hosts) === JSON.stringify(last?.hosts)) return;
  at("hosts").replaceChildren(...hosts.map(hostRow));
}

function tell(text) {
  const now = new Date();
  const time = html("time", { datetime: now.toISOString() }, now.toLocaleTimeString());
  at("events").prepend(html("li", {}, time, text));
  while (at("events").childElementCount > eventsMax) at("events").lastElementChild.remove();
}

function showProblem(text) {
  at("problem").textContent = text;
  at("problem").hidden = text === "";
}

function showState(state, text) {
  if (at("state").dataset.state === state) return false;
  at("state").dataset.state = state;
  at("state").textContent = text;
  return true;
}

function show(now) {
  const isServing = now.ring.serving;
  showState(isServing ? "serving" : "changing", isServing ? "serving" : "not serving");
  const moves = rate(now, ({ ring }) => ring.laps);
  drawRing(at("ring"), now, isServing && moves !== 0);
  showFigures(now);
  showCurves(now);
  showSwitches(now);
  showHosts(now);
  for (const text of changes(last, now)) tell(text);
  last = now;
}

async function run() {
  try {
    show(await look());
    showProblem("");
  } catch (error) {
    if (showState("gone", "no controller")) tell("the controller does not answer");
    showProblem(`The controller does not answer; this page goes on asking. (${error.message})`);
  }
  setTimeout(run, everyMs);
}

async function showName() {
  try {
    const { name } = await get("/v1/fabric");
    at("name").textContent = name;
    document.title = `${name} – RingWorld`;
  } catch {
    setTimeout(showName, everyMs);
  }
}

showName();
run();
