/** Stands before every case: the names that the cases use. */
export const prelude = `
import {
  action, bit, bool, cast, checksum, constant, counter, digest, drop, exact, hash, int, lpm, meter, multicast, mux, noAction,
  packet, parser, range, register, registerAction, select, sendTo, serializableEnum, setPriority, state, struct,
  switchOn, table, valueSet, variable, verify, when,
} from "../../src/dsl/index.js";
import type { ProgramClient } from "../../src/control/index.js";
import { fixture, hdr, lanes, meta } from "./fixture.js";

const kinds = serializableEnum("kind_t", bit(8), { request: 1, reply: 2 });
const modes = serializableEnum("mode_t", bit(8), { fast: 1, slow: 2 });
const forward = action("forward", { port: bit(9), priority: bit(3) }, () => []);
const discard = action("discard", {}, () => drop());
const rate = meter("rate", 8, "bytes");
const learn = digest(struct("learn_t", { src: bit(48), port: bit(9) }));
const arrivals = register("arrivals", bit(32), 16);
const pairs = register("pairs", struct("pair_t", { low: bit(32), high: bit(32) }), 16);
declare const client: ProgramClient<typeof fixture>;
const take = registerAction("take", arrivals, (cell) => ({ cell: cell.add(1), output: cell }));
`;
