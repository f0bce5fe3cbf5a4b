import { postToRest } from "../fabric/rest-client.js";

export interface FenceOptions {
  readonly state: string;
  readonly lift?: boolean;
  readonly reason?: string;
}

/** Fences a host off at its switch, or lets it in again. */
export async function fence(host: string, { state, lift = false, reason }: FenceOptions): Promise<void> {
  await postToRest(state, "/v1/fence", { host, fenced: !lift, ...(reason !== undefined && { reason }) });
  process.stdout.write(`${host} is ${lift ? "let in again" : "fenced off"}\n`);
}
