import type { ServerDuplexStream } from "@grpc/grpc-js";
import { P4RuntimeError } from "../errors.js";
import { toCallStatus } from "../grpc/status.js";
import type { p4 } from "../messages/index.js";
import type { ControllerStream, Device } from "./device.js";
import { asP4RuntimeError } from "./fault.js";

type Call = ServerDuplexStream<p4.StreamMessageRequest, p4.StreamMessageResponse>;

/** Messages that wait for a controller that reads too slowly; further packets and notifications are dropped. */
const waitingMax = 4096;

/**
 * One StreamChannel call: its first message says which device it is for (section 5.3), and with its end the
 * controller is gone.
 */
export class StreamChannel implements ControllerStream {
  readonly #call: Call;
  readonly #findDevice: (id: bigint) => Device;
  #joined: { readonly id: bigint; readonly device: Device } | undefined;
  #ended = false;

  constructor(call: Call, findDevice: (id: bigint) => Device) {
    this.#call = call;
    this.#findDevice = findDevice;
    call.on("data", (message: p4.StreamMessageRequest) => this.#receive(message));
    call.on("end", () => this.end());
    call.on("cancelled", () => this.#leave());
    call.on("close", () => this.#leave());
    call.on("error", () => this.#leave());
  }

  send(message: p4.StreamMessageResponse): void {
    if (!this.#ended) this.#call.write(message);
  }

  offer(message: p4.StreamMessageResponse): void {
    if (this.#call.writableLength < waitingMax) this.send(message);
  }

  /** Ends the call, with an error when there is one. */
  end(error?: P4RuntimeError): void {
    if (this.#ended) return;
    this.#leave();
    if (error === undefined) this.#call.end();
    else this.#call.emit("error", toCallStatus(error));
  }

  #receive({ update }: p4.StreamMessageRequest): void {
    if (this.#ended) return;
    try {
      if (update?.$case === "arbitration") this.#arbitrate(update.value);
      else if (update === undefined)
        throw new P4RuntimeError("INVALID_ARGUMENT", "a stream message of no kind");
      else if (this.#joined !== undefined) this.#joined.device.handle(this, update);
      else throw new P4RuntimeError("FAILED_PRECONDITION", "the first message must be an arbitration update");
    } catch (error) {
      this.end(asP4RuntimeError(error));
    }
  }

  #arbitrate(message: p4.MasterArbitrationUpdate): void {
    if (this.#joined !== undefined && this.#joined.id !== message.deviceId) {
      throw new P4RuntimeError("FAILED_PRECONDITION", `this stream is for device ${this.#joined.id}`);
    }
    this.#joined ??= { id: message.deviceId, device: this.#findDevice(message.deviceId) };
    this.#joined.device.arbitrate(this, message);
  }

  #leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#joined?.device.leave(this);
  }
}
