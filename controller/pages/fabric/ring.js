import { digits, svg } from "./element.js";

const radius = 120;
const hostRadius = 178;

/** How a host is: log servers answer or do not; of clients nothing is known but whether they are fenced off. */
export function hostState({ fenced, answers }) {
  if (fenced !== undefined) return "fenced";
  if (answers === undefined) return "plain";
  return answers ? "answers" : "silent";
}

function point(turns, distance) {
  const angle = (turns - 0.25) * 2 * Math.PI;
  return { x: Math.round(Math.cos(angle) * distance), y: Math.round(Math.sin(angle) * distance) };
}

/** The hosts of a switch, side by side outside the ring; log servers are squares. */
function hostMarks(hosts, turns, share) {
  return hosts.map((host, at) => {
    const spread = Math.min(0.03, (share * 0.8) / hosts.length);
    const { x, y } = point(turns + (at - (hosts.length - 1) / 2) * spread, hostRadius);
    const title = svg("title", {}, `${host.name}: ${host.role}, ${host.fenced ?? hostState(host)}`);
    const shared = { "data-state": hostState(host) };
    return host.role === "log-server"
      ? svg("rect", { ...shared, x: x - 6, y: y - 6, width: 12, height: 12, rx: 2 }, title)
      : svg("circle", { ...shared, cx: x, cy: y, r: 5 }, title);
  });
}

function switchMark({ name, state, problem }, turns, isOnRing) {
  const { x, y } = point(turns, radius);
  const title = svg("title", {}, `${name}: ${problem ?? state}${isOnRing ? "" : ", not on the ring"}`);
  return [
    svg("circle", { cx: x, cy: y, r: 20, "data-state": state, opacity: isOnRing ? 1 : 0.5 }, title),
    svg("text", { x, y, class: "name" }, name),
  ];
}

/** Draws the ring: switches in the order of the token, those that are not on it after them. */
export function drawRing(element, { ring, switches, hosts }, moves) {
  const byName = new Map(switches.map((each) => [each.name, each]));
  const outside = switches.filter(({ name }) => !ring.order.includes(name));
  const shown = [...ring.order.flatMap((name) => byName.get(name) ?? []), ...outside];
  const marks = shown.flatMap((each, at) => {
    const own = hosts.filter((host) => host.switch === each.name);
    const turns = at / shown.length;
    const cable = { ...ends(turns), class: "cable" };
    return [
      svg("line", cable),
      ...switchMark(each, turns, ring.order.includes(each.name)),
      ...hostMarks(own, turns, 1 / shown.length),
    ];
  });
  element.replaceChildren(
    svg("circle", { class: "way", r: radius }),
    ...marks,
    svg("text", { class: "big", y: -8 }, `view ${ring.view}`),
    svg("text", { class: "small", y: 14 }, `${digits(ring.laps)} laps`),
    // The one mark that moves on from where it was: a fresh one would begin at the top.
    token(element, moves),
  );
}

function ends(turns) {
  const [near, far] = [point(turns, radius), point(turns, hostRadius - 10)];
  return { x1: near.x, y1: near.y, x2: far.x, y2: far.y };
}

function token(element, moves) {
  const kept = element.querySelector(".token") ?? svg("circle", { class: "token", cy: -radius, r: 6 });
  kept.dataset.moves = String(moves);
  return kept;
}
