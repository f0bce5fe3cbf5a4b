import { P4RuntimeServer } from "p4runtime-js-grpc";
import { type Cable, controllerPort, type FabricSwitch } from "../../../controller/index.js";
import { assert, CodedError, recycle } from "../../base/index.js";
import {
  eventLoopTimers,
  monotonicClock,
  systemClock,
  systemRandom,
  type UdpTunnel,
} from "../../io/node/index.js";
import { tickFrame } from "../../ringworld/index.js";
import { compiled, Switch, SwitchPipeline } from "../../switch/index.js";

const loopback = "127.0.0.1";

/** A packet that waits for the token loops once a turn of the event loop, for as long as the token takes. */
const loopsMax = 100_000;

/** A view change loads the same program anew while everybody waits: it is built before, when nobody does. */
const spareAfterMs = 500;

/** What a switch has to know of itself before a controller tells it more; without a generator port it gets no ticks. */
export type SwitchDescription = Pick<FabricSwitch, "name" | "deviceId" | "grpc"> &
  Partial<Pick<FabricSwitch, "tickUs" | "recirculationDelayUs" | "generatorPort">>;

/** An embedded switch with its P4Runtime server and its tick generator. */
export class EmbeddedSwitch {
  readonly description: SwitchDescription;
  readonly dataPlane: Switch;
  readonly #pipeline: SwitchPipeline;
  readonly #server: P4RuntimeServer;
  #address = "";
  #ticks: NodeJS.Timeout | undefined;
  #spares: NodeJS.Timeout | undefined;

  constructor(description: SwitchDescription) {
    this.description = description;
    const { recirculationDelayUs } = description;
    this.dataPlane = new Switch({
      clock: monotonicClock,
      timers: eventLoopTimers,
      random: systemRandom(),
      ...(recirculationDelayUs === undefined ? {} : { recirculationDelayUs }),
      engine: compiled,
      maxLoops: loopsMax,
    });
    this.#pipeline = new SwitchPipeline(this.dataPlane, {
      cpuPort: controllerPort,
      timeOfDay: systemClock,
    });
    this.#server = new P4RuntimeServer(new Map([[description.deviceId, this.#pipeline]]));
  }

  /** `host:port` of the P4Runtime server. */
  get address(): string {
    assert(this.#address !== "", "the switch is started");
    return this.#address;
  }

  /** Opens the P4Runtime server, and begins to tell the data plane that time passes. */
  async start(): Promise<void> {
    const { grpc, tickUs, generatorPort } = this.description;
    const { host, port } = grpc === "auto" ? { host: loopback, port: 0 } : splitAddress(grpc);
    this.#address = `${host}:${await this.#listen(host, port)}`;
    if (tickUs === undefined || generatorPort === undefined) return;
    this.#spares = setInterval(() => this.dataPlane.prepareSpare(), spareAfterMs);
    const tick = tickFrame();
    this.#ticks = setInterval(() => this.dataPlane.receive(generatorPort, tick.slice()), tickUs / 1000);
  }

  /** @throws CodedError `SWITCH-LISTEN` */
  async #listen(host: string, port: number): Promise<number> {
    try {
      return await this.#server.listen({ host, port });
    } catch (error) {
      throw new CodedError({
        code: "SWITCH-LISTEN",
        message: `${this.description.name} cannot listen at ${host}:${port}: ${error instanceof Error ? error.message : error}`,
        help: "Give it another `grpc` address in the fabric file, or `auto`.",
      });
    }
  }

  /** Connects a port with a tunnel; what the cable does to packets that the tunnel does not is the port's to do. */
  plug(port: number, tunnel: UdpTunnel, cable: Cable): void {
    tunnel.onFrame((frame) => this.dataPlane.receive(port, frame));
    if (isSlower(cable)) this.dataPlane.setLink(port, cable);
    this.dataPlane.attach(port, {
      send(frame) {
        if (tunnel.send(frame)) recycle(frame);
      },
    });
  }

  /** Disconnects a port from whatever it is connected with. */
  unplug(port: number): void {
    this.dataPlane.detach(port);
    this.dataPlane.setLink(port, undefined);
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticks);
    clearInterval(this.#spares);
    await this.#server.close();
    this.#pipeline.stop();
  }
}

/** Whether a cable does anything to packets that a tunnel does not. */
function isSlower({ rateBps, delayUs, loss }: Cable): boolean {
  return rateBps !== undefined || delayUs > 0 || loss > 0;
}

function splitAddress(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(":");
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}
