import type { ControllerPacket, Entity } from "p4runtime-js-grpc/values";
import { assert, randomBelow } from "../../base/index.js";
import type { ClientConfig, HostIdentity } from "../../ringworld/index.js";
import { decodeFrame } from "../../wire/index.js";
import { SimDisk } from "../disk/sim-disk.js";
import { Ambushes } from "../faults/ambushes.js";
import type { Ambush, FaultTarget } from "../faults/fault.js";
import type { FaultScope } from "../faults/plan.js";
import type { SimNode } from "../kernel/node.js";
import type { LinkDisturbance } from "../network/conditions.js";
import {
  type Fabric,
  fencedServer,
  type Host,
  nameEntity,
  type ViewEffect,
  viewOfMark,
} from "./controller-logic.js";
import { Evidence } from "./evidence.js";
import { Foundation } from "./foundation.js";
import { LaneCursors } from "./lane-cursors.js";
import { FabricNetwork } from "./network.js";
import type { SimulationOptions } from "./options.js";
import { ReplicaMap } from "./replica-map.js";
import { Reshaper } from "./reshaper.js";
import type { SceneScope } from "./scenes.js";
import { SimController } from "./sim-controller.js";
import { SimLogServer } from "./sim-log-server.js";
import { type ProcessSurroundings, SimProcess } from "./sim-process.js";
import { ViewAtStart } from "./world-start.js";

const controllerName = "controller";
/** A second controller that comes up while the first is at work, and is gone before the faults are over. */
const rivalName = "rival";
/** One more, with a fabric file that is not that of the log. */
const strangerName = "stranger";
/** `control s1` is how all controllers reach a switch, and `control s1 of rival` how one of them does. */
const controlChannel = "control ";

/** What a log server has made durable when it sends one of these. */
const momentous = ["sealed", "installed", "restored", "stored", "confirmed"];

/** What can be switched off and on again. */
interface Machine {
  readonly node: SimNode;
  start(): void;
  crash(): void;
}

/** A whole RingWorld in simulated time: switches, cables, log servers, clients and the controller. */
export class RingWorldWorld implements FaultTarget {
  readonly foundation: Foundation;
  readonly evidence: Evidence;
  readonly network: FabricNetwork;
  readonly logServers = new Map<string, SimLogServer>();
  readonly processes = new Map<string, SimProcess>();
  readonly controllers: ReadonlyMap<string, SimController>;
  readonly cursors: LaneCursors;
  readonly reshaper: Reshaper;
  readonly #replicas: ReplicaMap;
  readonly #viewAtStart: ViewAtStart;
  readonly #surroundings: ProcessSurroundings;
  readonly #ambushes = new Ambushes((ambush) => this.#strike(ambush));
  /** How many faults want a machine to be off. */
  readonly #reasonsToBeDown = new Map([[rivalName, 1]]);

  constructor(options: SimulationOptions) {
    this.foundation = new Foundation(options);
    const { simulation, transcript, fabric, files } = this.foundation;
    this.#replicas = new ReplicaMap(files[0]);
    this.#viewAtStart = new ViewAtStart(options.start, files[0]);
    this.evidence = new Evidence(simulation, transcript, (index) => this.#replicas.groupsOf(index));
    this.#surroundings = {
      evidence: this.evidence,
      transcript,
      workload: options.workload,
      tampering: options.tampering ?? {},
      firstIndex: options.start.index + 1n,
      largestIndex: options.start.index,
    };
    this.network = new FabricNetwork(this.foundation, this.evidence);
    this.evidence.onSent((sender, message) => this.#ambushes.sent(sender, message));
    for (const host of fabric.hosts) this.#add(host);
    this.cursors = new LaneCursors(fabric.stripes.length, options.start.index, this.evidence.durability);
    this.controllers = new Map([
      ...[controllerName, rivalName].map((name) => [name, this.#buildController(name, files[0])] as const),
      ...this.#strangers,
    ]);
    this.reshaper = this.#buildReshaper();
    for (const [name, each] of this.network.switches) each.onPacketIn((packet) => this.#watch(name, packet));
  }

  /** Switches everything on. */
  start(): void {
    for (const machine of [...this.logServers.values(), ...this.processes.values()]) machine.start();
    this.#machine(controllerName).start();
    this.#planFences();
    this.reshaper.start();
  }

  /** The last fabric file is in force: nobody else needs to keep anything. */
  settle(): void {
    this.#replicas.settle();
  }

  #buildReshaper(): Reshaper {
    const controller = this.controllers.get(controllerName);
    const rival = this.controllers.get(rivalName);
    assert(controller !== undefined && rival !== undefined, "the world has its controllers");
    const leave = (machine: string) => this.crash(machine);
    return new Reshaper(this.foundation, { controller, others: [rival], replicas: this.#replicas, leave });
  }

  /** A person fences log servers off, one at a time, and lets each in again before the faults are over. */
  #planFences(): void {
    const { simulation, streams, options } = this.foundation;
    const random = streams.stream("fences");
    const servers = [...this.logServers.keys()];
    const setFence = (server: string, reason: string | undefined) => {
      for (const each of this.controllers.values()) each.setFence(server, reason);
    };
    const spanUs = options.safetyUs / Math.max(1, options.workload.fences);
    for (let fence = 0; fence < options.workload.fences; fence += 1) {
      const server = servers[randomBelow(random, servers.length)] ?? "";
      simulation.schedule((fence + 0.3) * spanUs, () => setFence(server, "a person wants it"));
      simulation.schedule((fence + 0.9) * spanUs, () => setFence(server, undefined));
    }
  }

  /** Operations that living clients have not heard the end of. */
  get operationsUnderWay(): number {
    return [...this.processes.values()].reduce((sum, each) => sum + each.underWay, 0);
  }

  get firstProcess(): SimProcess {
    const [first] = this.processes.values();
    assert(first !== undefined, "the world has clients");
    return first;
  }

  stopProcesses(): void {
    for (const each of this.processes.values()) each.stop();
  }

  /** Which operations have not ended, for reports. */
  describeUnfinished(): string {
    const unfinished = [...this.processes.values()].flatMap((each) => each.unfinished);
    return `${unfinished.length} operations did not end: ${unfinished.slice(0, 5).join("; ")}`;
  }

  /** What faults may touch. */
  faultScope(): FaultScope {
    const { safetyUs, faultsMax } = this.foundation.options;
    const servers = [...this.logServers.keys()];
    const clients = [...this.processes.keys()];
    const switches = [...this.network.switches.keys()];
    const channels = switches.map((name) => [`${controlChannel}${name}`]);
    return {
      links: [...this.network.cables.keys()],
      partitions: [...switches.map((name) => this.network.linksOf(name)), ...channels],
      crashable: [...servers, ...clients, ...switches, ...switches, controllerName],
      pausable: [...servers, ...clients, ...switches, controllerName],
      visitors: [...this.controllers.keys()].filter((name) => name !== controllerName),
      ambushes: { nodes: servers, messages: momentous, victims: [...servers, ...switches, controllerName] },
      disks: servers,
      clocks: [...servers, ...clients, controllerName],
      durationUs: safetyUs,
      faultsMax,
    };
  }

  /** What scenes are made of. */
  sceneScope(): SceneScope {
    const { options, fabric } = this.foundation;
    return {
      ring: fabric.ring.members.map((member) => member.switch),
      ringLinks: [...this.network.cables.keys()].filter((name) => name.startsWith("ring ")),
      servers: [...this.logServers.keys()],
      controllers: [controllerName, rivalName],
      channel: (name, controller) => `${controlChannel}${name}${controller ? ` of ${controller}` : ""}`,
      durationUs: options.safetyUs,
    };
  }

  disturb(link: string, disturbance: LinkDisturbance | undefined): void {
    this.network.cable(link).disturb(disturbance);
  }

  cut(link: string, cut: boolean): void {
    if (!link.startsWith(controlChannel)) {
      this.network.cable(link).setCut(cut);
      return;
    }
    const [switchName = "", only] = link.slice(controlChannel.length).split(" of ");
    for (const [name, each] of this.controllers) {
      if (only === undefined || only === name) each.setReachable(switchName, !cut);
    }
  }

  /** Switches a machine off; who is off for two reasons comes back when both are over. */
  crash(node: string): void {
    const reasons = (this.#reasonsToBeDown.get(node) ?? 0) + 1;
    this.#reasonsToBeDown.set(node, reasons);
    if (reasons > 1) return;
    this.#machine(node).crash();
    this.#setFences(node, []);
    this.#tellControllers(node);
  }

  restart(node: string): void {
    const reasons = (this.#reasonsToBeDown.get(node) ?? 0) - 1;
    this.#reasonsToBeDown.set(node, reasons);
    if (reasons > 0) return;
    this.#machine(node).start();
    this.#tellControllers(node);
  }

  ambush(ambush: Ambush, armed: boolean): void {
    this.#ambushes.lay(ambush, armed);
  }

  #strike({ victims, untilUs }: Ambush): void {
    const { simulation, transcript } = this.foundation;
    const leftUs = untilUs - simulation.nowUs();
    for (const { node, lastsUs } of victims) {
      // Not within the event that the message is sent in: it is on its way.
      simulation.schedule(0, () => {
        transcript.add("ambush", node);
        this.crash(node);
      });
      simulation.schedule(Math.min(lastsUs, leftUs), () => this.restart(node));
    }
  }

  pause(node: string): void {
    this.#node(node).pause();
  }

  resume(node: string): void {
    this.#node(node).resume();
  }

  slowDisk(node: string, slowness: number): void {
    this.logServers.get(node)?.disk.setSlowness(slowness);
  }

  jumpClock(node: string, byUs: number): void {
    this.#node(node).jumpClock(byUs);
  }

  #machine(name: string): Machine {
    const { switches } = this.network;
    const machine =
      this.controllers.get(name) ??
      switches.get(name) ??
      this.logServers.get(name) ??
      this.processes.get(name);
    assert(machine !== undefined, `the world has the machine ${name}`);
    return machine;
  }

  #node(name: string): SimNode {
    return this.#machine(name).node;
  }

  #add(host: Host): void {
    const { foundation } = this;
    const node = foundation.node(host.name);
    const port = this.network.attach(host);
    const identity = identityOf(foundation.fabric, host);
    const tampering = foundation.options.tampering ?? {};
    if (host.role === "log-server") {
      const random = foundation.streams.stream(`disk ${host.name}`);
      const disk = new SimDisk(foundation.simulation, random, foundation.options.disk);
      this.#viewAtStart.leaveAt(host.name, disk.medium);
      this.#replicas.add(host.name, disk.medium);
      this.logServers.set(host.name, new SimLogServer(node, disk, port, identity, tampering));
    } else {
      const random = foundation.streams.stream(`process ${host.name}`);
      const config = clientConfig(foundation.options.client, this.processes.size);
      this.processes.set(
        host.name,
        new SimProcess({ node, port, identity, config, random }, this.#surroundings),
      );
    }
  }

  /** Which log servers of its rack a switch has to fence off, by what it holds. */
  #setFences(switchName: string, entities: readonly Entity[]): void {
    for (const host of this.foundation.fabric.hosts) {
      if (host.role !== "log-server" || host.switch !== switchName) continue;
      const fence = fencedServer(host.ip);
      const isHeld = entities.some(
        (each) => isSameTable(each, fence) && nameEntity(each) === nameEntity(fence),
      );
      this.evidence.fences.set(host, isHeld);
    }
  }

  #tellControllers(node: string): void {
    if (!this.network.switches.has(node)) return;
    for (const each of this.controllers.values()) each.switchChanged(node);
  }

  /** What switches tell their controllers is evidence, whether a controller hears it or not. */
  #watch(name: string, packet: ControllerPacket): void {
    const decoded = decodeFrame(packet.payload);
    if (decoded.ok) this.cursors.answered(name, decoded.frame.ringworld);
  }

  get #strangers(): readonly (readonly [string, SimController])[] {
    const { options, fabric } = this.foundation;
    if (options.strangeFabric === undefined) return [];
    return [[strangerName, this.#buildController(strangerName, options.strangeFabric(fabric))]];
  }

  #buildController(name: string, fabric: Fabric): SimController {
    const { foundation, network } = this;
    const { simulation, options, transcript } = foundation;
    return new SimController({
      node: foundation.node(name),
      simulation,
      fabric,
      timing: options.timing,
      random: foundation.streams.stream(name),
      switches: network.switches,
      observer: {
        prepared: (switchName) => this.#setFences(switchName, []),
        activated: ({ mark, plan }) => {
          this.cursors.activated(viewOfMark(mark), plan);
          this.#setFences(plan.switch, plan.entities);
        },
        hear: (message) => options.tampering?.toController?.(message, name) ?? message,
        tamper: (effect) => {
          const done = options.tampering?.controller ? options.tampering.controller(effect) : effect;
          if (done !== undefined && done.kind !== "send") transcript.add(name, describeEffect(done));
          return done;
        },
      },
    });
  }
}

function isSameTable(left: Entity, right: Entity): boolean {
  return left.kind === "tableEntry" && right.kind === "tableEntry" && left.table === right.table;
}

function describeEffect(effect: ViewEffect): string {
  if (effect.kind === "prepare") return `prepare ${effect.switch} for view ${effect.view}`;
  return effect.kind === "activate"
    ? `activate ${effect.plan.switch} in view ${viewOfMark(effect.mark)}`
    : "send";
}

/** Clients take turns with the two pending modes (paper §3.2.1 and docs/PROTOCOL.md). */
function clientConfig(config: Partial<ClientConfig>, number: number): Partial<ClientConfig> {
  return { mode: number % 2 === 0 ? "ticket" : "recirculate", view: 0, ...config };
}

function identityOf(fabric: Fabric, host: Host): HostIdentity {
  const tor = fabric.switches.find(({ name }) => name === host.switch);
  assert(tor !== undefined, `the fabric has the switch ${host.switch}`);
  return { address: host.ip, mac: host.mac, switchAddress: tor.ip, switchMac: tor.mac };
}
