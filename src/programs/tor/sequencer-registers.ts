import { action, bit, cast, int, literal, mux, register, registerAction } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { byOperation, inSequence } from "./by-operation.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";
import type { TorSizes } from "./sizes.js";

const { ringworld } = hdr;
const { arrive, ticket, pending, token, tokenAck, tick, releaseQuery, status } = operation;
const { read, readAll } = operation;

const one = literal(bit(1), 1);

const tokenSequence = register("token_sequence", bit(32), 1, {
  doc: "Hop number of the newest token that was accepted.",
});
const acceptSequence = registerAction("accept_sequence", tokenSequence, (cell) => {
  // A view begins with hop 1 and empty registers: 0 is older than the first hop, and a number like any other later.
  const isNewer = cast(ringworld.sequence.subtract(cell), int(32)).greaterThan(0);
  return { cell: mux(isNewer, ringworld.sequence, cell), output: mux(isNewer, literal(bit(32), 1), 0) };
});
const readSequence = registerAction("read_sequence", tokenSequence, (cell) => ({ output: cell }));
const acceptToken = action("accept_token", {}, () => [
  acceptSequence.execute({ index: 0, into: meta.newer }),
]);
const askToken = action("ask_token", {}, () => [
  readSequence.execute({ index: 0, into: ringworld.sequence }),
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
const compareView = registerAction("compare_view", tokenView, (cell) => ({
  output: mux(cell.equals(meta.view), one, 0),
}));
const keepTokenView = action("keep_token_view", {}, () => [writeView.execute({ index: 0 })]);
const askTokenView = action("ask_token_view", {}, () => [
  compareView.execute({ index: 0, into: meta.own_token }),
]);

/**
 * A token of an older view is never sent again. And a leader tells what is committed once the token of its view has
 * come: only then is it sure that its lanes have begun, and that what a cursor holds is one.
 */
export const tokenViewTable = inSequence(
  "token_view_access",
  "The view of the token that this switch sent last.",
  [keepTokenView, askTokenView],
  [
    [token, keepTokenView()],
    [tick, askTokenView()],
    [read, askTokenView()],
    [readAll, askTokenView()],
  ],
);

const acknowledged = register("acknowledged", bit(32), 1, {
  doc: "Hop number of the newest token that the successor has acknowledged.",
});
const writeAcknowledged = registerAction("write_acknowledged", acknowledged, (cell) => {
  const isNewer = cast(ringworld.sequence.subtract(cell), int(32)).greaterThan(0);
  return { cell: mux(isNewer, ringworld.sequence, cell) };
});
const compareAcknowledged = registerAction("compare_acknowledged", acknowledged, (cell) => ({
  output: mux(cell.equals(ringworld.sequence), one, 0),
}));
const keepAcknowledged = action("keep_acknowledged", {}, () => [writeAcknowledged.execute({ index: 0 })]);
const askAcknowledged = action("ask_acknowledged", {}, () => [
  compareAcknowledged.execute({ index: 0, into: meta.acknowledged }),
]);

/** What the successor has; a tick sends again what it has not. */
export const acknowledgedTable = inSequence(
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
const closeEpoch = action("close_epoch", {}, () => [nextEpoch.execute({ index: 0, into: ringworld.epoch })]);
const stampEpoch = action("stamp_epoch", {}, () => [readEpoch.execute({ index: 0, into: ringworld.epoch })]);
const askEpoch = action("ask_epoch", {}, () => [readEpoch.execute({ index: 0, into: meta.epoch })]);

/** The token closes the epoch; requests belong to the one that is open when they arrive. */
export const epochTable = inSequence(
  "epoch_access",
  "The open epoch; the token closes it. A request gets its number.",
  [closeEpoch, stampEpoch, askEpoch],
  [
    [token, closeEpoch()],
    [arrive, stampEpoch()],
    [ticket, stampEpoch()],
    [status, stampEpoch()],
    [pending, askEpoch()],
    [releaseQuery, askEpoch()],
  ],
);

const arrivals = register("arrivals", bit(32), 1, { doc: "Tickets given out so far." });
const addArrivals = registerAction("add_arrivals", arrivals, (cell) => ({
  cell: cell.add(ringworld.count),
  output: cell,
}));
const nextArrival = registerAction("next_arrival", arrivals, (cell) => ({ cell: cell.add(1), output: cell }));
const readArrivals = registerAction("read_arrivals", arrivals, (cell) => ({ output: cell }));
const takeTickets = action("take_tickets", {}, () => [
  addArrivals.execute({ index: 0, into: ringworld.ticket }),
]);
const takeTicket = action("take_ticket", {}, () => [
  nextArrival.execute({ index: 0, into: ringworld.ticket }),
]);
const showArrivals = action("show_arrivals", {}, () => [
  readArrivals.execute({ index: 0, into: ringworld.ticket }),
]);
const askArrivals = action("ask_arrivals", {}, () => [
  readArrivals.execute({ index: 0, into: meta.arrivals }),
]);

/** A request takes its place when it arrives. */
export const arrivalsTable = inSequence(
  "arrivals_access",
  "Tickets given out. A request takes its place when it arrives.",
  [takeTickets, takeTicket, showArrivals, askArrivals],
  [
    [arrive, takeTicket()],
    [ticket, takeTickets()],
    [status, showArrivals()],
    [token, askArrivals()],
  ],
);

const released = register("released", bit(32), 1, { doc: "Tickets whose epoch is closed." });
const releaseAll = registerAction("release_all", released, (cell) => ({
  cell: meta.arrivals,
  output: cell,
}));
const readReleased = registerAction("read_released", released, (cell) => ({ output: cell }));
const closeTickets = action("close_tickets", {}, () => [
  releaseAll.execute({ index: 0, into: ringworld.ticket }),
]);
const askReleased = action("ask_released", {}, () => [
  readReleased.execute({ index: 0, into: ringworld.count }),
]);

/** The tickets of the epoch that the token closes begin where the last one ended. */
export const releasedTable = inSequence(
  "released_access",
  "Tickets whose epoch is closed.",
  [closeTickets, askReleased],
  [
    [token, closeTickets()],
    [status, askReleased()],
  ],
);

/** The epoch's slot: of the epoch that the token closes, or of the one that a request belongs to. */
const epochSlot = ({ epochBits }: TorSizes) => ringworld.epoch.slice(epochBits - 1, 0);

function epochFirstTable(sizes: TorSizes) {
  const index = epochSlot(sizes);
  const epochFirst = register("epoch_first", bit(32), 1 << sizes.epochBits, {
    doc: "First ticket of each closed epoch.",
  });
  const writeFirst = registerAction("write_first", epochFirst, () => ({ cell: ringworld.ticket }));
  const readFirst = registerAction("read_first", epochFirst, (cell) => ({ output: cell }));
  const keepFirst = action("keep_epoch_first", {}, () => [writeFirst.execute({ index })]);
  const askFirst = action("ask_epoch_first", {}, () => [readFirst.execute({ index, into: meta.first })]);
  const showFirst = action("show_epoch_first", {}, () => [
    readFirst.execute({ index, into: ringworld.ticket }),
  ]);
  return inSequence(
    "epoch_first_access",
    "First ticket of each closed epoch.",
    [keepFirst, askFirst, showFirst],
    [
      [token, keepFirst()],
      [pending, askFirst()],
      [releaseQuery, showFirst()],
    ],
  );
}

/** One half of the index that the token brought, for each epoch: the token writes it, requests of the epoch read it. */
function epochBaseTable(sizes: TorSizes, name: string, doc: string, half: typeof ringworld.index_lo) {
  const index = epochSlot(sizes);
  const cells = register(name, bit(32), 1 << sizes.epochBits, { doc });
  const write = registerAction(`write_${name}`, cells, () => ({ cell: half }));
  const read = registerAction(`read_${name}`, cells, (cell) => ({ output: cell }));
  const keep = action(`keep_${name}`, {}, () => [write.execute({ index })]);
  const ask = action(`ask_${name}`, {}, () => [read.execute({ index, into: half })]);
  return inSequence(
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

/** The ring of the last closed epochs: the first ticket of each, and the index that the token brought. */
export function epochRing(sizes: TorSizes) {
  return [
    epochFirstTable(sizes),
    epochBaseTable(
      sizes,
      "epoch_base_lo",
      "Lower half of the index that the token brought when the epoch closed.",
      ringworld.index_lo,
    ),
    epochBaseTable(
      sizes,
      "epoch_base_hi",
      "Upper half of the index that the token brought when the epoch closed.",
      ringworld.index_hi,
    ),
  ];
}

/** One half of the index that the token left with, for sending it again. */
function sentIndex(name: string, doc: string, field: typeof ringworld.index_lo) {
  const half = register(name, bit(32), 1, { doc });
  const write = registerAction(`write_${name}`, half, () => ({ cell: field }));
  const read = registerAction(`read_${name}`, half, (cell) => ({ output: cell }));
  const keep = action(`keep_${name}`, {}, () => [write.execute({ index: 0 })]);
  const ask = action(`ask_${name}`, {}, () => [read.execute({ index: 0, into: field })]);
  return inSequence(
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
