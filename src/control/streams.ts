import type { DigestEntry } from "p4runtime-js-grpc/values";
import type { DigestOptions, FieldSpecs, PacketMetadata } from "../dsl/index.js";
import { type ControlChannel, writeOne } from "./channel.js";

/** A digest's handle, as far as a client needs it. */
export interface AnyDigestHandle {
  readonly name: string;
  entry(options?: DigestOptions): DigestEntry;
  decode(sample: readonly bigint[]): unknown;
}

/** A digest of one switch. */
export interface DigestClient<H extends AnyDigestHandle> {
  /** Asks the switch for the messages. */
  enable(options?: DigestOptions): Promise<void>;
  /**
   * Hears the messages; each list is acknowledged when the listener has returned.
   *
   * @returns the function that takes the listener away again
   */
  listen(listener: (messages: readonly ReturnType<H["decode"]>[]) => void): () => void;
}

export function digestClient<H extends AnyDigestHandle>(handle: H, channel: ControlChannel): DigestClient<H> {
  type Message = ReturnType<H["decode"]>;
  return Object.freeze({
    enable: (options?: DigestOptions) => writeOne(channel, "insert", handle.entry(options)),
    listen: (listener: (messages: readonly Message[]) => void) =>
      channel.on("digest", ({ digest, samples, listId }) => {
        if (digest !== handle.name) return;
        listener(samples.map((sample) => handle.decode(sample) as Message));
        void channel.acknowledgeDigest(digest, listId);
      }),
  });
}

/** Packets between the controller and one switch. */
export interface PacketClient<I extends PacketMetadata<FieldSpecs>, O extends PacketMetadata<FieldSpecs>> {
  /** Sends a packet; the metadata are the fields of the program's packet_out header. */
  send(metadata: Parameters<O["encode"]>[0], payload: Uint8Array): Promise<void>;
  /** @returns the function that takes the listener away again */
  listen(listener: (metadata: ReturnType<I["decode"]>, payload: Uint8Array) => void): () => void;
}

export function packetClient<I extends PacketMetadata<FieldSpecs>, O extends PacketMetadata<FieldSpecs>>(
  packetIn: I,
  packetOut: O,
  channel: ControlChannel,
): PacketClient<I, O> {
  return Object.freeze({
    send: (metadata: Parameters<O["encode"]>[0], payload: Uint8Array) =>
      channel.packetOut({ payload, metadata: packetOut.encode(metadata) }),
    listen: (listener: (metadata: ReturnType<I["decode"]>, payload: Uint8Array) => void) =>
      channel.on("packetIn", ({ payload, metadata }) =>
        listener(packetIn.decode(metadata) as ReturnType<I["decode"]>, payload),
      ),
  });
}
