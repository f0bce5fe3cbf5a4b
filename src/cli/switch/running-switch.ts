import { P4RuntimeServer } from "p4runtime-js-grpc";
import { CodedError } from "../../base/index.js";
import {
  eventLoopTimers,
  keepFreedMemory,
  monotonicClock,
  PcapPort,
  systemClock,
  systemRandom,
} from "../../io/node/index.js";
import { type DropReport, Switch, SwitchPipeline } from "../../switch/index.js";
import { loadPipelineFile } from "../pipeline-file.js";
import type { SwitchSettings } from "./settings.js";
import { consoleOutput, LogFile, SwitchLog } from "./switch-log.js";
import { closePorts, type OpenPort, openPorts } from "./switch-ports.js";

/** A switch as a process: the embedded data plane between its ports, with a P4Runtime server. */
export class RunningSwitch {
  readonly #settings: SwitchSettings;
  readonly #log: SwitchLog;
  readonly #dataPlane: Switch;
  readonly #pipeline: SwitchPipeline;
  readonly #server: P4RuntimeServer;
  readonly #stopping = new AbortController();
  #ports: readonly OpenPort[] = [];

  private constructor(settings: SwitchSettings) {
    this.#settings = settings;
    this.#log = openLog(settings);
    keepFreedMemory();
    this.#dataPlane = this.#makeDataPlane();
    if (settings.json !== undefined) loadPipelineFile(this.#dataPlane, settings.json);
    const cpu = settings.cpuPort === undefined ? {} : { cpuPort: settings.cpuPort };
    this.#pipeline = new SwitchPipeline(this.#dataPlane, { ...cpu, timeOfDay: systemClock });
    this.#server = new P4RuntimeServer(new Map([[settings.deviceId, this.#pipeline]]));
  }

  /**
   * Starts a switch; it forwards and listens when this resolves.
   *
   * @param say told what simple_switch_grpc prints
   * @throws CodedError `SWITCH-…`, `PORT-…`, `PCAP-…`
   */
  static async start(settings: SwitchSettings, say: (line: string) => void): Promise<RunningSwitch> {
    const running = new RunningSwitch(settings);
    try {
      await running.#start(say);
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  /** Stops listening, closes the ports, drops what is still inside, and brings capture and log files to their end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#server.close();
    await closePorts(this.#ports);
    this.#pipeline.stop();
    this.#log.write("info", "stopped");
    this.#log.close();
  }

  async #start(say: (line: string) => void): Promise<void> {
    const { grpc, filesAfterS } = this.#settings;
    this.#ports = await openPorts(this.#settings);
    for (const { number, name } of this.#ports) {
      const kind = filesAfterS === undefined ? "" : " (files)";
      say(`Adding interface ${name} as port ${number}${kind}`);
      this.#log.write("debug", `Adding interface ${name} as port ${number}${kind}`);
    }
    const port = await this.#listen();
    for (const each of this.#ports) this.#attach(each);
    say(`Server listening on ${grpc.host.includes(":") ? `[${grpc.host}]` : grpc.host}:${port}`);
    if (filesAfterS !== undefined) setTimeout(() => void this.#replay(), filesAfterS * 1000);
  }

  async #listen(): Promise<number> {
    const { host, port } = this.#settings.grpc;
    try {
      return await this.#server.listen(this.#settings.grpc);
    } catch (error) {
      throw new CodedError({
        code: "SWITCH-LISTEN",
        message: `cannot listen at ${host}:${port}: ${error instanceof Error ? error.message : error}`,
        help: "Give another --grpc-server-addr, or other --grpc-server-… files, after the --.",
      });
    }
  }

  #makeDataPlane(): Switch {
    const { dropPort, priorityQueues } = this.#settings;
    const log = this.#log;
    const logsPackets = log.has("debug");
    return new Switch({
      clock: monotonicClock,
      timers: eventLoopTimers,
      random: systemRandom(),
      priorityQueues,
      ...(dropPort === undefined ? {} : { dropPort }),
      log: (text) => log.write("info", text),
      ...(logsPackets ? { dropped: (report: DropReport) => log.write("debug", describeDrop(report)) } : {}),
    });
  }

  /** Connects a port; packets are logged only when somebody wants to read it. */
  #attach({ number, port }: OpenPort): void {
    const [log, packetBytes] = [this.#log, this.#settings.log.packetBytes];
    const dumps = packetBytes > 0 && log.has("info");
    if (!dumps && !log.has("debug")) {
      this.#dataPlane.attach(number, port);
      port.onFrame((frame) => this.#dataPlane.receive(number, frame));
      return;
    }
    const tell = (what: string, frame: Uint8Array) => {
      log.write("debug", `${what} port ${number}: ${frame.length} bytes`);
      if (dumps) log.write("info", `${what} port ${number}: ${hexOf(frame.subarray(0, packetBytes))}`);
    };
    const send = (frame: Uint8Array) => {
      tell("Transmitting packet out of", frame);
      port.send(frame);
    };
    this.#dataPlane.attach(number, { send });
    port.onFrame((frame) => {
      tell("Processing packet received on", frame);
      this.#dataPlane.receive(number, frame);
    });
  }

  async #replay(): Promise<void> {
    const files = this.#ports.map(({ port }) => port).filter((port) => port instanceof PcapPort);
    await PcapPort.replay(files, this.#stopping.signal);
  }
}

function openLog({ log }: SwitchSettings): SwitchLog {
  const { console, file, level, flush, fileBytesMax, filesMax } = log;
  if (console) return new SwitchLog(level, consoleOutput);
  if (file === undefined) return new SwitchLog("off", undefined);
  return new SwitchLog(level, new LogFile({ file, bytesMax: fileBytesMax, filesMax, flush }));
}

function describeDrop({ reason, ingressPort, lastTable, lastAction }: DropReport): string {
  const where = [lastTable, lastAction].filter((part) => part !== undefined).join(", ");
  return `Dropping packet received on port ${ingressPort}: ${reason}${where === "" ? "" : ` (after ${where})`}`;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
