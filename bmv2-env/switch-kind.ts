import { spawnSync } from "node:child_process";
import { freePort } from "./ports.js";
import { program } from "./ringworld.js";

/** What runs as the switches of a fabric. Both take the same options, up to their name. */
export interface SwitchKind {
  /** The program, with what comes before its options. */
  readonly command: readonly string[];
  /** What the machine must have for it, and where it comes from. */
  readonly needs?: { readonly name: string; readonly from: string };
  /** Options that it needs besides the common ones. */
  extraOptions(): Promise<readonly string[]>;
}

export const switchKindNames = ["bmv2", "embedded"] as const;
export type SwitchKindName = (typeof switchKindNames)[number];

const bmv2Program = "simple_switch_grpc";

export const switchKinds: Readonly<Record<SwitchKindName, SwitchKind>> = {
  bmv2: {
    command: [bmv2Program],
    needs: {
      name: bmv2Program,
      from: "build behavioral-model with PI (see README.md), or say --switch embedded",
    },
    extraOptions: thriftPort,
  },
  embedded: {
    command: [process.execPath, program, "switch"],
    extraOptions: async () => [],
  },
};

/** Builds of BMv2 with Thrift listen at one fixed port if not told otherwise. */
async function thriftPort(): Promise<readonly string[]> {
  const { stdout } = spawnSync(bmv2Program, ["--help"], { encoding: "utf8" });
  return stdout.includes("--thrift-port") ? ["--thrift-port", String(await freePort())] : [];
}
