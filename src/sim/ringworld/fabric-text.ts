import { assert } from "../../base/index.js";

/** The size and the pace of a simulated fabric. */
export interface FabricShape {
  /** At least 2, at most 250. */
  readonly racks: number;
  readonly logServersPerRack: number;
  readonly clientsPerRack: number;
  /** One hop of the token (paper §3.3: 10 microseconds; slower rings make shorter runs). */
  readonly ringDelayUs: number;
  /** Between two racks. */
  readonly fabricDelayUs: number;
  readonly tickUs: number;
  readonly recirculationDelayUs: number;
}

const ports = { client: 64, fabric: 128, successor: 500, predecessor: 501, nextPlusOne: 502, skipped: 503 };

/**
 * A fabric file for a ring of racks: a full mesh of fabric links, a ring with next-plus-one links, and replica sets
 * over three racks each, or over both of two.
 */
export function ringFabricText(shape: FabricShape): string {
  const { racks } = shape;
  assert(racks >= 2 && racks <= 250, `a simulated ring of ${racks} racks`);
  const numbers = Array.from({ length: racks }, (_, at) => at + 1);
  return [
    `name: ring-of-${racks}`,
    "racks:",
    ...numbers.map((rack) => `  - { name: r${rack}, subnet: 10.0.${rack}.0/24 }`),
    "switches:",
    ...numbers.map((rack) => switchLine(shape, rack)),
    "hosts:",
    ...numbers.flatMap((rack) => hostLines(shape, rack)),
    "links:",
    ...fabricLinks(shape, numbers),
    ...ringLinks(shape, numbers),
    `ring: { order: [${numbers.map((rack) => `s${rack}`).join(", ")}] }`,
    "replica_sets:",
    ...replicaSets(shape, numbers),
    "stripes: { count: 16 }",
    "",
  ].join("\n");
}

function switchLine({ tickUs, recirculationDelayUs }: FabricShape, rack: number): string {
  const pace = `tick_us: ${tickUs}, recirculation_delay_us: ${recirculationDelayUs}`;
  return `  - { name: s${rack}, device_id: ${rack}, rack: r${rack}, ${pace} }`;
}

function hostLines({ logServersPerRack, clientsPerRack }: FabricShape, rack: number): string[] {
  const line = (name: string, host: number, port: number, role: string) =>
    `  - { name: ${name}-${rack}-${host % 100}, rack: r${rack}, ip: 10.0.${rack}.${host}, port: ${port}, role: ${role} }`;
  const servers = Array.from({ length: logServersPerRack }, (_, at) =>
    line("log", at + 1, at + 1, "log-server"),
  );
  const clients = Array.from({ length: clientsPerRack }, (_, at) =>
    line("client", 101 + at, ports.client + at, "client"),
  );
  return [...servers, ...clients];
}

/** Every two racks are neighbours; the port towards rack r is `ports.fabric + r`. */
function fabricLinks({ fabricDelayUs }: FabricShape, numbers: readonly number[]): string[] {
  return numbers.flatMap((left) =>
    numbers
      .filter((right) => right > left)
      .map((right) => {
        const ends = `a: s${left}/${ports.fabric + right}, b: s${right}/${ports.fabric + left}`;
        return `  - { ${ends}, kind: fabric, delay_us: ${fabricDelayUs} }`;
      }),
  );
}

/** Each rack to its successor and to the one after that; in a ring of three that is its predecessor, and two racks share one link. */
function ringLinks({ ringDelayUs }: FabricShape, numbers: readonly number[]): string[] {
  const at = (place: number) => numbers[place % numbers.length] ?? 1;
  const line = (from: string, to: string) =>
    `  - { a: ${from}, b: ${to}, kind: ring, delay_us: ${ringDelayUs} }`;
  const next = numbers.map((rack, place) =>
    line(`s${rack}/${ports.successor}`, `s${at(place + 1)}/${ports.predecessor}`),
  );
  if (numbers.length <= 3) return numbers.length === 3 ? next : next.slice(0, 1);
  const skipping = numbers.length === 4 ? numbers.slice(0, 2) : numbers;
  const nextPlusOne = skipping.map((rack, place) =>
    line(`s${rack}/${ports.nextPlusOne}`, `s${at(place + 2)}/${ports.skipped}`),
  );
  return [...next, ...nextPlusOne];
}

/** Set k has a server in each of three racks that follow each other, of two racks two in the first; every server is in one set. */
function replicaSets({ racks, logServersPerRack }: FabricShape, numbers: readonly number[]): string[] {
  const taken = new Map<number, number>();
  const take = (rack: number): string | undefined => {
    const number = (taken.get(rack) ?? 0) + 1;
    if (number > logServersPerRack) return undefined;
    taken.set(rack, number);
    return `log-${rack}-${number}`;
  };
  return numbers.flatMap((rack) => {
    const members = [0, 1, 2].flatMap((step) => take(((rack - 1 + step) % racks) + 1) ?? []);
    return members.length === 3 ? [`  - { name: set-${rack}, servers: [${members.join(", ")}] }`] : [];
  });
}
