import { P4RuntimeClient, P4RuntimeError } from "p4runtime-js-grpc";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Entity } from "p4runtime-js-grpc/values";
import { digest32 } from "../../src/base/index.js";
import type { Connect, SwitchConnection } from "./connection.js";

const timeoutMs = 5_000;

/**
 * Connects over P4Runtime.
 *
 * @param electionId of two controllers, the one with the greater number is primary, and a switch remembers the
 * greatest that it saw. By default the time of day, so that the controller that was started last is the one.
 */
export function p4RuntimeConnect(electionId = BigInt(Date.now())): Connect {
  return async ({ address, deviceId }, listener) => {
    const client = await P4RuntimeClient.connect({ address, deviceId, electionId, timeoutMs });
    let closing = false;
    const lose = (reason: string): void => {
      if (closing) return;
      closing = true;
      listener.lost(reason);
    };
    client.on("packetIn", (packet) => listener.packetIn(packet));
    client.on("primaryLost", ({ hasPrimary }) =>
      lose(hasPrimary ? "another controller is primary" : "the stream has ended"),
    );
    client.on("closed", (error) => lose(error?.message ?? "the stream has ended"));
    const close = async (): Promise<void> => {
      closing = true;
      await client.close();
    };
    try {
      await takeOver(client);
    } catch (error) {
      await close();
      throw error;
    }
    return connectionOf(client, close);
  };
}

/** Election ids have 128 bits (P4Runtime specification, section 5.3). */
const electionIdMax = (1n << 128n) - 1n;

/** A switch without a primary takes whoever comes with the greatest id that it has seen, or a greater one. */
async function takeOver(client: P4RuntimeClient): Promise<void> {
  const { isPrimary = false, hasPrimary = false, electionId = 0n } = client.arbitration ?? {};
  if (isPrimary) return;
  if (hasPrimary) throw new P4RuntimeError("PERMISSION_DENIED", "another controller is primary");
  await client.becomePrimary(electionId < electionIdMax ? electionId + 1n : electionIdMax);
}

function connectionOf(client: P4RuntimeClient, close: () => Promise<void>): SwitchConnection {
  return {
    loadedMark: (config) => loadedMark(client, config),
    load: (config, mark) => client.setPipeline({ ...config, cookie: mark ^ programMark(config) }),
    read: async (filters) => {
      const entities: Entity[] = [];
      for await (const entity of client.read(filters)) entities.push(entity);
      return entities;
    },
    write: (updates) => client.write(updates),
    packetOut: (packet) => client.packetOut(packet),
    close,
  };
}

/** The switch keeps the cookie of its config as long as it keeps its registers. */
async function loadedMark(client: P4RuntimeClient, config: PipelineConfig): Promise<bigint> {
  const cookie = await loadedCookie(client);
  if (cookie === undefined || cookie === 0n) return 0n;
  await client.getPipeline();
  return cookie ^ programMark(config);
}

/** A switch without a config has no cookie; some say so with an error. */
async function loadedCookie(client: P4RuntimeClient): Promise<bigint | undefined> {
  try {
    return await client.getCookie();
  } catch (error) {
    if (error instanceof P4RuntimeError && error.code === "FAILED_PRECONDITION") return undefined;
    throw error;
  }
}

/** Mixed into the upper half of the cookie, where another program makes nonsense of it. */
function programMark({ p4info, deviceConfig }: PipelineConfig): bigint {
  return BigInt(digest32(p4info, digest32(deviceConfig))) << 32n;
}
