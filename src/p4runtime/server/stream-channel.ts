import { P4RuntimeError } from "../errors.js";
import { asP4RuntimeError } from "../fault.js";
import type { ClientStream } from "../grpc/server/methods.js";
import type { p4 } from "../messages/index.js";
import type { ControllerStream, Device } from "./device.js";

/** What may wait for a controller that reads too slowly; further packets and notifications are dropped. */
const waitingBytesMax = 4 * 1024 * 1024;

/** Who lets so much lie of what he must know about elections does not know who is primary any more. */
const toldBytesMax = 4 * waitingBytesMax;
const unread = "too many answers wait to be read";

/**
 * One StreamChannel call: its first message says which device it is for (section 5.3), and with its end the
 * controller is gone.
 */
export class StreamChannel implements ControllerStream {
  readonly #client: ClientStream<p4.StreamMessageResponse>;
  readonly #findDevice: (id: bigint) => Device;
  #joined: { readonly id: bigint; readonly device: Device } | undefined;
  #ended = false;

  constructor(client: ClientStream<p4.StreamMessageResponse>, findDevice: (id: bigint) => Device) {
    this.#client = client;
    this.#findDevice = findDevice;
  }

  send(message: p4.StreamMessageResponse): void {
    if (this.#ended) return;
    if (this.#client.waitingBytes <= toldBytesMax) this.#client.send(message);
    // Not at once: whoever tells everybody is not done with the others.
    else queueMicrotask(() => this.end(new P4RuntimeError("RESOURCE_EXHAUSTED", unread)));
  }

  offer(message: p4.StreamMessageResponse): void {
    if (this.#client.waitingBytes < waitingBytesMax) this.send(message);
  }

  /** Ends the call, with an error when there is one. */
  end(error?: P4RuntimeError): void {
    if (this.#ended) return;
    this.leave();
    this.#client.finish(error);
  }

  /** A message of the controller. */
  receive({ update }: p4.StreamMessageRequest): void {
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
    // Whoever asks must read; the others, who are told of it too, are not to blame.
    if (this.#client.waitingBytes > 2 * waitingBytesMax) {
      throw new P4RuntimeError("RESOURCE_EXHAUSTED", unread);
    }
    if (this.#joined !== undefined && this.#joined.id !== message.deviceId) {
      throw new P4RuntimeError("FAILED_PRECONDITION", `this stream is for device ${this.#joined.id}`);
    }
    this.#joined ??= { id: message.deviceId, device: this.#findDevice(message.deviceId) };
    this.#joined.device.arbitrate(this, message);
  }

  /** The call is over: the controller is gone. */
  leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#joined?.device.leave(this);
  }
}
