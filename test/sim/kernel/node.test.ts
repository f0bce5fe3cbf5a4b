import assert from "node:assert/strict";
import { test } from "node:test";
import { SimNode, Simulation } from "../../../src/sim/index.js";

test("a crash takes away what was scheduled and what comes for the old life", () => {
  const simulation = new Simulation();
  const node = new SimNode(simulation, "server");
  const happened: string[] = [];
  const first = node.start();
  const lateWrite = first.guard(() => happened.push("old write"));
  first.timers.schedule(5, () => happened.push("old timer"));
  node.crash();
  const second = node.start();
  second.timers.schedule(5, () => happened.push("new timer"));
  lateWrite();
  simulation.runUntil(10);
  assert.deepEqual(happened, ["new timer"]);
  assert.equal(node.lives, 2);
});

test("a node that stands still handles what came meanwhile, in order, when it goes on", () => {
  const simulation = new Simulation();
  const node = new SimNode(simulation, "server");
  const happened: string[] = [];
  const life = node.start();
  const frame = life.guard((name: string) => {
    happened.push(`${name}@${simulation.nowUs()}`);
  });
  node.pause();
  life.timers.schedule(3, () => frame("timer"));
  simulation.schedule(2, () => frame("frame"));
  simulation.schedule(8, () => node.resume());
  simulation.schedule(9, () => frame("later"));
  simulation.runUntil(10);
  assert.deepEqual(happened, ["frame@8", "timer@8", "later@9"]);
});

test("a crash forgets what a standing node had not yet handled", () => {
  const simulation = new Simulation();
  const node = new SimNode(simulation, "server");
  let handled = 0;
  const frame = node.start().guard(() => {
    handled += 1;
  });
  node.pause();
  frame();
  node.crash();
  node.start();
  node.resume();
  simulation.runUntil(10);
  assert.equal(handled, 0);
});

test("clocks have their own zero and speed, jump forward, and never go back", () => {
  const simulation = new Simulation();
  const node = new SimNode(simulation, "server", { originUs: 1000, rate: 2 });
  const { clock, timers } = node.start();
  let firedAtUs = 0;
  timers.schedule(10, () => {
    firedAtUs = simulation.nowUs();
  });
  simulation.runUntil(20);
  assert.equal(clock.nowUs(), 1040);
  assert.equal(firedAtUs, 5, "10 us of a clock of double speed are 5 us of true time");
  node.jumpClock(500);
  assert.equal(clock.nowUs(), 1540);
  node.jumpClock(-100);
  simulation.runUntil(40);
  assert.equal(clock.nowUs(), 1540, "it stands still");
  simulation.runUntil(100);
  assert.equal(clock.nowUs(), 1600);
});
