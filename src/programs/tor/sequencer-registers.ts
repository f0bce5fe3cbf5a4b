import { action, bit, cast, int, literal, mux, register, registerAction } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { byOperation } from "./by-operation.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";
import { epochBits } from "./sizes.js";

const { ringworld } = hdr;
const { arrive, ticket, pending, token, tokenAck, tick, releaseQuery, status } = operation;

const tokenSequence = register("token_sequence", bit(32), 1, {
  doc: "Hop number of the newest token that was accepted.",
});
const acceptSequence = registerAction("accept_sequence", tokenSequence, (cell) => {
  // A switch that starts anew has seen none: it takes the first that comes, whatever its number.
  const isNewer = cast(ringworld.sequence.subtract(cell), int(32)).greaterThan(0).or(cell.equals(0));
  return { cell: mux(isNewer, ringworld.sequence, cell), output: mux(isNewer, literal(bit(1), 1), 0) };
});
const readSequence = registerAction("read_sequence", tokenSequence, (cell) => ({ output: cell }));
const acceptToken = action("accept_token", {}, () => [
  acceptSequence.execute({ index: 0, into: meta.newer }),
]);
const askToken = action("ask_token", {}, () => [
  readSequence.execute({ index: 0, into: meta.token_sequence }),
]);

/** Accepts a token that is newer than all before it. */
export const tokenSequenceTable = byOperation(
  "token_sequence_access",
  "The newest hop number. A token with an older one is a duplicate.",
  [acceptToken, askToken],
  [
    [token, acceptToken()],
    [tick, askToken()],
    [status, askToken()],
  ],
);

const tokenView = register("token_view", bit(32), 1, { doc: "View of the token that was sent last." });
const writeView = registerAction("write_view", tokenView, () => ({ cell: ringworld.view }));
const readView = registerAction("read_view", tokenView, (cell) => ({ output: cell }));
const keepTokenView = action("keep_token_view", {}, () => [writeView.execute({ index: 0 })]);
const askTokenView = action("ask_token_view", {}, () => [
  readView.execute({ index: 0, into: meta.token_view }),
]);

/** A token of an older view is never sent again. */
export const tokenViewTable = byOperation(
  "token_view_access",
  "The view of the token that this switch sent last.",
  [keepTokenView, askTokenView],
  [
    [token, keepTokenView()],
    [tick, askTokenView()],
  ],
);

const acknowledged = register("acknowledged", bit(32), 1, {
  doc: "Hop number of the newest token that the successor has acknowledged.",
});
const writeAcknowledged = registerAction("write_acknowledged", acknowledged, (cell) => {
  const isNewer = cast(ringworld.sequence.subtract(cell), int(32)).greaterThan(0);
  return { cell: mux(isNewer, ringworld.sequence, cell) };
});
const readAcknowledged = registerAction("read_acknowledged", acknowledged, (cell) => ({ output: cell }));
const keepAcknowledged = action("keep_acknowledged", {}, () => [writeAcknowledged.execute({ index: 0 })]);
const askAcknowledged = action("ask_acknowledged", {}, () => [
  readAcknowledged.execute({ index: 0, into: meta.acknowledged }),
]);

/** What the successor has; a tick sends again what it has not. */
export const acknowledgedTable = byOperation(
  "acknowledged_access",
  "The newest hop that the successor has acknowledged.",
  [keepAcknowledged, askAcknowledged],
  [
    [tokenAck, keepAcknowledged()],
    [tick, askAcknowledged()],
  ],
);

const epoch = register("epoch", bit(32), 1, { doc: "How often the token has been here." });
const nextEpoch = registerAction("next_epoch", epoch, (cell) => ({ cell: cell.add(1), output: cell }));
const readEpoch = registerAction("read_epoch", epoch, (cell) => ({ output: cell }));
const closeEpoch = action("close_epoch", {}, () => [nextEpoch.execute({ index: 0, into: meta.epoch })]);
const askEpoch = action("ask_epoch", {}, () => [readEpoch.execute({ index: 0, into: meta.epoch })]);

/** The token closes the epoch; requests belong to the one that is open when they arrive. */
export const epochTable = byOperation(
  "epoch_access",
  "The open epoch; the token closes it.",
  [closeEpoch, askEpoch],
  [
    [token, closeEpoch()],
    [arrive, askEpoch()],
    [ticket, askEpoch()],
    [pending, askEpoch()],
    [releaseQuery, askEpoch()],
    [status, askEpoch()],
  ],
);

const arrivals = register("arrivals", bit(32), 1, { doc: "Tickets given out so far." });
const addArrivals = registerAction("add_arrivals", arrivals, (cell) => ({
  cell: cell.add(ringworld.count),
  output: cell,
}));
const readArrivals = registerAction("read_arrivals", arrivals, (cell) => ({ output: cell }));
const takeTickets = action("take_tickets", {}, () => [
  addArrivals.execute({ index: 0, into: meta.arrivals }),
]);
const askArrivals = action("ask_arrivals", {}, () => [
  readArrivals.execute({ index: 0, into: meta.arrivals }),
]);

/** A request takes its place when it arrives. */
export const arrivalsTable = byOperation(
  "arrivals_access",
  "Tickets given out. A request takes its place when it arrives.",
  [takeTickets, askArrivals],
  [
    [arrive, takeTickets()],
    [ticket, takeTickets()],
    [token, askArrivals()],
    [status, askArrivals()],
  ],
);

const released = register("released", bit(32), 1, { doc: "Tickets whose epoch is closed." });
const releaseAll = registerAction("release_all", released, (cell) => ({
  cell: meta.arrivals,
  output: cell,
}));
const readReleased = registerAction("read_released", released, (cell) => ({ output: cell }));
const closeTickets = action("close_tickets", {}, () => [
  releaseAll.execute({ index: 0, into: meta.released }),
]);
const askReleased = action("ask_released", {}, () => [
  readReleased.execute({ index: 0, into: meta.released }),
]);

/** The tickets of the epoch that the token closes begin where the last one ended. */
export const releasedTable = byOperation(
  "released_access",
  "Tickets whose epoch is closed.",
  [closeTickets, askReleased],
  [
    [token, closeTickets()],
    [status, askReleased()],
  ],
);

/** A register with one cell an epoch: the token writes it, requests of the epoch read it. */
function perEpoch(name: string, doc: string, value: typeof meta.released, into: typeof meta.first) {
  const cells = register(name, bit(32), 1 << epochBits, { doc });
  const write = registerAction(`write_${name}`, cells, () => ({ cell: value }));
  const read = registerAction(`read_${name}`, cells, (cell) => ({ output: cell }));
  const keep = action(`keep_${name}`, {}, () => [write.execute({ index: meta.epoch_slot })]);
  const ask = action(`ask_${name}`, {}, () => [read.execute({ index: meta.epoch_slot, into })]);
  return byOperation(
    `${name}_access`,
    doc,
    [keep, ask],
    [
      [token, keep()],
      [pending, ask()],
      [releaseQuery, ask()],
    ],
  );
}

export const epochFirstTable = perEpoch(
  "epoch_first",
  "First ticket of each closed epoch.",
  meta.released,
  meta.first,
);
export const epochBaseLowTable = perEpoch(
  "epoch_base_lo",
  "Lower half of the index that the token brought when the epoch closed.",
  ringworld.index_lo,
  meta.base_lo,
);
export const epochBaseHighTable = perEpoch(
  "epoch_base_hi",
  "Upper half of the index that the token brought when the epoch closed.",
  ringworld.index_hi,
  meta.base_hi,
);

/** One half of the index that the token left with, for sending it again. */
function sentIndex(name: string, doc: string, field: typeof ringworld.index_lo) {
  const half = register(name, bit(32), 1, { doc });
  const write = registerAction(`write_${name}`, half, () => ({ cell: field }));
  const read = registerAction(`read_${name}`, half, (cell) => ({ output: cell }));
  const keep = action(`keep_${name}`, {}, () => [write.execute({ index: 0 })]);
  const ask = action(`ask_${name}`, {}, () => [read.execute({ index: 0, into: field })]);
  return byOperation(
    `${name}_access`,
    doc,
    [keep, ask],
    [
      [token, keep()],
      [tick, ask()],
      [status, ask()],
    ],
  );
}

export const sentLowTable = sentIndex(
  "sent_lo",
  "Lower half of the index that the token left with.",
  ringworld.index_lo,
);
export const sentHighTable = sentIndex(
  "sent_hi",
  "Upper half of the index that the token left with.",
  ringworld.index_hi,
);
