import type { Transport } from "../../io/index.js";
import type { Life } from "../kernel/node.js";

/** A port as the program of one life has it: what arrives is for this life only. */
export function guardedTransport(
  life: Life,
  end: Transport,
  change: (frame: Uint8Array) => Uint8Array | undefined = (frame) => frame,
): Transport {
  return {
    send: (frame) => end.send(frame),
    onFrame: (receive) => {
      end.onFrame(
        life.guard((frame: Uint8Array) => {
          const changed = change(frame);
          if (changed) receive(changed);
        }),
      );
    },
  };
}
