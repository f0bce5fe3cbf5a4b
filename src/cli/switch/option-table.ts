/** What an option does here: all it says, nothing because there is nothing to do it to, or it is refused. */
export type OptionEffect = "full" | "none" | "refused";

/** One option of simple_switch_grpc. */
export interface SwitchOption {
  /** Without the dashes. */
  readonly name: string;
  /** One letter, without the dash. */
  readonly short?: string;
  /** What follows it; absent: it is a flag. */
  readonly argument?: "text" | "number" | "optional";
  readonly repeats?: boolean;
  /** Before or after the `--`. */
  readonly group: "general" | "target";
  readonly effect: OptionEffect;
  readonly help: string;
}

type Row = Omit<SwitchOption, "group" | "effect"> & { readonly effect?: OptionEffect };

const general: readonly Row[] = [
  { name: "help", short: "h", help: "print this" },
  {
    name: "interface",
    short: "i",
    argument: "text",
    repeats: true,
    help: "PORT@INTERFACE: a network interface as a port; or PORT@udp:ADDRESS:PORT, a tunnel that needs no root",
  },
  {
    name: "pcap",
    argument: "optional",
    help: "write each port's traffic to DIRECTORY/INTERFACE_in.pcap and …_out.pcap",
  },
  {
    name: "use-files",
    argument: "number",
    help: "instead of interface X, read X_in.pcap and write X_out.pcap; begin after this many seconds",
  },
  { name: "device-id", argument: "number", help: "device id of P4Runtime requests (default 0)" },
  { name: "log-console", help: "log on standard output" },
  { name: "log-file", argument: "text", help: "log to this file" },
  {
    name: "log-level",
    short: "L",
    argument: "text",
    help: "trace, debug, info, warn, error or off (default trace)",
  },
  { name: "log-flush", help: "with --log-file: write each message to disk at once" },
  {
    name: "log-file-max-size",
    argument: "number",
    help: "begin a new log file after so many bytes (default 5242880)",
  },
  { name: "log-file-max-files", argument: "number", help: "how many old log files to keep (default 3)" },
  {
    name: "dump-packet-data",
    argument: "number",
    help: "log so many bytes of each packet at level info (default 0)",
  },
  { name: "no-p4", help: "start without a program; a controller brings one" },
  { name: "version", short: "v", help: "print the version" },
  { name: "json-version", help: "print the newest version of BMv2 JSON that is understood" },
  { name: "max-port-count", argument: "number", effect: "none", help: "there is no limit" },
  {
    name: "thrift-port",
    argument: "number",
    effect: "none",
    help: "there is no Thrift server; use P4Runtime",
  },
  { name: "nanolog", argument: "text", effect: "none", help: "there is no nanomsg; use --log-console" },
  {
    name: "notifications-addr",
    argument: "text",
    effect: "none",
    help: "there is no nanomsg; use P4Runtime streams",
  },
  { name: "debugger", effect: "none", help: "there is no nanomsg" },
  { name: "debugger-addr", argument: "text", effect: "none", help: "there is no nanomsg" },
  {
    name: "restore-state",
    argument: "text",
    effect: "refused",
    help: "state cannot be restored from a file",
  },
];

const target: readonly Row[] = [
  { name: "grpc-server-addr", argument: "text", help: "where P4Runtime listens (default 0.0.0.0:9559)" },
  { name: "grpc-server-ssl", help: "TLS for P4Runtime" },
  { name: "grpc-server-cert", argument: "text", help: "file with the server's certificate (PEM)" },
  { name: "grpc-server-key", argument: "text", help: "file with the server's private key (PEM)" },
  {
    name: "grpc-server-cacert",
    argument: "text",
    help: "file with the certificate that signs controllers' (PEM)",
  },
  { name: "grpc-server-with-client-auth", help: "only controllers with a valid certificate come in" },
  {
    name: "cpu-port",
    argument: "number",
    help: "port of packet-in and packet-out; without it there are none",
  },
  { name: "drop-port", argument: "number", help: "the egress_spec that drops (default 511)" },
  { name: "priority-queues", argument: "number", help: "queues of each port (default 1)" },
  { name: "disable-swap", effect: "none", help: "a program may always be replaced over P4Runtime" },
  { name: "enable-swap", effect: "none", help: "a program may always be replaced over P4Runtime" },
  { name: "max-mc-groups", argument: "number", effect: "none", help: "there is no limit" },
  { name: "max-l1-entries", argument: "number", effect: "none", help: "there is no limit" },
  { name: "max-l2-entries", argument: "number", effect: "none", help: "there is no limit" },
  {
    name: "dp-grpc-server-addr",
    argument: "text",
    effect: "refused",
    help: "packets come by interfaces, UDP tunnels and capture files, not over gRPC",
  },
  { name: "load-modules", argument: "text", effect: "refused", help: "there are no loadable externs" },
];

/** Every option of simple_switch_grpc, in the order of the help. */
export const switchOptions: readonly SwitchOption[] = [
  ...general.map((row) => ({ effect: "full" as const, ...row, group: "general" as const })),
  ...target.map((row) => ({ effect: "full" as const, ...row, group: "target" as const })),
];
