import { type SwitchOption, switchOptions } from "./option-table.js";

const column = 34;

/** What `--help` prints; `name` is how the program was called. */
export function switchHelp(name: string): string {
  const lines = (group: SwitchOption["group"]) =>
    switchOptions.filter((option) => option.group === group && option.effect !== "refused").map(line);
  return [
    `Usage: ${name} [options] <BMv2 JSON file> [-- target options]`,
    "",
    "The embedded switch with the options of simple_switch_grpc: it forwards between network",
    "interfaces (root, or CAP_NET_RAW) and UDP tunnels (anybody), and speaks P4Runtime.",
    "",
    "General options:",
    ...lines("general"),
    "",
    "Target options, after --:",
    ...lines("target"),
    "",
    "Examples:",
    `  $ ${name} -i 1@veth1 -i 2@veth2 --no-p4 -- --grpc-server-addr 127.0.0.1:9559 --cpu-port 510`,
    `  $ ${name} -i 1@veth1 -i 2@veth2 --pcap /tmp --log-console -L debug p4/router/bmv2.json`,
    `  $ ${name} -i 1@udp:127.0.0.1:7001 -i 2@udp:127.0.0.1:7002 p4/router/bmv2.json`,
    `  $ ${name} -i 1@left -i 2@right --use-files 0 p4/router/bmv2.json     # left_in.pcap, right_out.pcap, …`,
    "",
  ].join("\n");
}

function line({ name, short, argument, help, effect }: SwitchOption): string {
  const value = { text: " arg", number: " N", optional: " [=arg]", none: "" }[argument ?? "none"];
  const names = `  ${short === undefined ? "" : `-${short}, `}--${name}${value}`;
  return `${names.padEnd(column)} ${effect === "none" ? `accepted, without effect: ${help}` : help}`;
}
