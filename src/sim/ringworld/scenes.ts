import type { Random } from "../../base/index.js";
import type { Fault } from "../faults/fault.js";
import { chance, pick, randomBetween } from "../kernel/chance.js";

/** What scenes are made of. */
export interface SceneScope {
  /** The switches, as the token visits them. */
  readonly ring: readonly string[];
  /** Cables of the ring, which bear the names of both of their ends. */
  readonly ringLinks: readonly string[];
  /** The log servers. */
  readonly servers: readonly string[];
  /** The controller, and the one that visits. */
  readonly controllers: readonly [first: string, rival: string];
  /** The way from all controllers to a switch, or from one of them. */
  channel(switchName: string, controller?: string): string;
  readonly durationUs: number;
}

type Span = readonly [fromUs: number, untilUs: number];
type Scene = (random: Random, scope: SceneScope, span: Span) => readonly Fault[];

/** From the middle of the run or before, for up to half of it. */
function someTime(random: Random, { durationUs }: SceneScope): Span {
  const fromUs = randomBetween(random, 0, Math.floor(durationUs / 2));
  return [fromUs, fromUs + randomBetween(random, Math.floor(durationUs / 8), Math.floor(durationUs / 2))];
}

/**
 * A part of the fabric is left behind: no controller reaches its switches, which are alive, keep their view, and go on
 * with the clients and log servers of their racks. A token that waits on a bad link between two of them arrives late.
 */
const leftBehind: Scene = (random, scope, [fromUs, untilUs]) => {
  const side = oneSide(random, scope);
  const links = scope.ringLinks.filter((link) => side.filter((name) => bears(link, name)).length === 2);
  const cut: Fault = { kind: "cut", links: side.map((name) => scope.channel(name)), fromUs, untilUs };
  if (links.length === 0) return [cut];
  const lagUs = randomBetween(random, 1, Math.ceil((untilUs - fromUs) / 2));
  const disturbance = { lagUs, reordering: 0.5, loss: 0.5 };
  return [cut, { kind: "disturb", link: pick(random, links), disturbance, fromUs, untilUs }];
};

/** Two controllers are up, and each reaches a side of its own. */
const splitControllers: Scene = (random, scope, [fromUs, untilUs]) => {
  const side = oneSide(random, scope);
  const [first, rival] = scope.controllers;
  const links = scope.ring.map((name) => scope.channel(name, side.includes(name) ? first : rival));
  return [
    { kind: "cut", links, fromUs, untilUs },
    { kind: "visit", node: rival, fromUs, untilUs },
  ];
};

/** The power is gone: switches, log servers and the controller are off at once, and come back one after the other. */
const blackout: Scene = (random, { ring, servers, controllers: [first] }, [fromUs]) =>
  [...ring, ...servers, first].map((node) => {
    return { kind: "crash", node, fromUs, untilUs: fromUs + randomBetween(random, 50, 3000) };
  });

/** A switch starts again while there is no controller that would see it. */
const unseenRestart: Scene = (random, { ring, controllers: [first] }, [fromUs, untilUs]) => {
  const quarterUs = (untilUs - fromUs) / 4;
  return [
    { kind: "crash", node: first, fromUs, untilUs },
    { kind: "crash", node: pick(random, ring), fromUs: fromUs + quarterUs, untilUs: untilUs - quarterUs },
  ];
};

const scenes = { leftBehind, splitControllers, blackout, unseenRestart };

/** What a scene is called. */
export type SceneName = keyof typeof scenes;

/** What is drawn from: what happens most easily is there twice. */
const drawn: readonly Scene[] = [leftBehind, ...Object.values(scenes)];

/**
 * Faults that belong together: accidents that single faults, each at a time of its own, seldom add up to. One world in
 * three has one, if none is named.
 */
export function planScene(random: Random, scope: SceneScope, name?: SceneName): readonly Fault[] {
  const span = someTime(random, scope);
  if (name !== undefined) return scenes[name](random, scope, span);
  return chance(random, 1 / 3) ? pick(random, drawn)(random, scope, span) : [];
}

/** Some switches that follow each other on the ring; never all. */
function oneSide(random: Random, { ring }: SceneScope): readonly string[] {
  const first = randomBetween(random, 0, ring.length - 1);
  const count = randomBetween(random, 1, ring.length - 1);
  return Array.from({ length: count }, (_, at) => ring[(first + at) % ring.length] ?? "");
}

function bears(link: string, switchName: string): boolean {
  return link.split(/[ -]/).includes(switchName);
}
