import type { EngineEnvironment } from "../forwarding/engine.js";
import type { Table } from "../model/index.js";
import { actionFunction } from "./actions.js";
import { calculationText } from "./calculations.js";
import type { Code } from "./code.js";

/**
 * The function of a table, `(packet, phv)`: it looks the packet up, runs what is found, and gives 0 after a miss
 * and 1 after a hit if the program goes on by that, else the action that ran (-1: none).
 */
export function tableFunction(code: Code, environment: EngineEnvironment, table: Table): string {
  return code.define(table, "table", (own) => {
    own.block("(packet, phv) =>", () => writeTable(own, environment, table));
  });
}

function writeTable(code: Code, environment: EngineEnvironment, table: Table): void {
  const state = code.bind("state", environment.state.table(table.index));
  code.line(`packet.lastTable = ${table.index};`);
  writeLookup(code, environment, table, state);
  writeCallSlot(code, environment, table, state);
  const action = code.keep("calls.actionOf[place]");
  writeDispatch(code, environment, table, action);
  code.line(table.next.kind === "hitMiss" ? "return slot === 0 ? 0 : 1;" : `return ${action};`);
}

function writeLookup(code: Code, environment: EngineEnvironment, table: Table, state: string): void {
  const { hits, misses } = environment.state.stages;
  const [hit, miss] = [code.bind("hits", hits), code.bind("misses", misses)];
  if (table.keys.length === 0) {
    code.line(`const slot = 0; ${miss}[${table.index}] += 1;`);
    writeDirect(code, environment, table, state);
    return;
  }
  const key = code.bind("key", new Uint32Array(environment.state.table(table.index).keyWords));
  let word = 0;
  for (const { field, mask } of table.keys) {
    for (let index = 0; index < field.words; index++) {
      const shift = BigInt(32 * (field.words - 1 - index));
      const cut = mask === undefined ? "" : ` & ${(mask >> shift) & 0xffffffffn}`;
      code.line(`${key}[${word}] = phv[${field.offset + index}]${cut};`);
      word += 1;
    }
  }
  code.line(`const slot = ${state}.matcher.lookup(${key});`);
  code.line(`if (slot !== 0) ${hit}[${table.index}] += 1; else ${miss}[${table.index}] += 1;`);
  if (table.ages) code.line(`if (slot !== 0) ${state}.lastHitUs[slot] = ${nowText(code, environment)};`);
  writeDirect(code, environment, table, state);
}

const nowText = (code: Code, environment: EngineEnvironment) =>
  `${code.bind("environment", environment)}.nowUs()`;

/** Direct counter and direct meter; a miss is metered only if the default entry has a meter config. */
function writeDirect(code: Code, environment: EngineEnvironment, table: Table, state: string): void {
  if (table.counted) code.line(`${state}.counters.count(slot, packet.ingressLength);`);
  if (table.directMeter === undefined) return;
  const { offset, words, width } = table.directMeter.target;
  const now = nowText(code, environment);
  code.block(`if (slot !== 0 || ${state}.meters.config(0) !== undefined)`, () => {
    const color = code.keep(`${state}.meters.execute(slot, packet.ingressLength, 0, ${now})`);
    for (let word = 0; word < words - 1; word++) code.line(`phv[${offset + word}] = 0;`);
    code.line(`phv[${offset + words - 1}] = ${width < 2 ? `${color} & 1` : color};`);
  });
}

/** Sets `calls` and `place`: where the call of the entry is. */
function writeCallSlot(code: Code, environment: EngineEnvironment, table: Table, state: string): void {
  const profile = table.profile === undefined ? undefined : environment.state.profiles[table.profile];
  if (profile === undefined) {
    code.line(`const calls = ${state}.calls; const place = slot;`);
    return;
  }
  const name = code.bind("profile", profile);
  code.line(`let calls = ${state}.calls; let place = slot;`);
  code.block("if (slot !== 0)", () => {
    code.line(`calls = ${name}.calls;`);
    code.line(`place = ${state}.memberOf[slot];`);
    const { selector } = profile.profile;
    if (selector === undefined) return;
    code.block("if (place < 0)", () => {
      const { kind, text } = calculationText(code, environment, selector);
      const choice = code.keep(`${name}.choices[${state}.choiceOf[slot]]`);
      const index =
        kind === "number" ? `${text} % ${choice}.places` : `Number(${text} % BigInt(${choice}.places))`;
      code.line(`place = ${choice}.places === 0 ? -1 : ${choice}.at(${index});`);
    });
  });
}

function writeDispatch(code: Code, environment: EngineEnvironment, table: Table, action: string): void {
  const { actions } = environment.state.program;
  const data = table.actions.some((index) => (actions[index]?.parameters.length ?? 0) > 0);
  const base = environment.state.table(table.index).calls.stride;
  const profile = table.profile === undefined ? undefined : environment.state.profiles[table.profile];
  const stride = profile === undefined ? String(base) : `calls.stride`;
  const given = data ? `calls.data, place * ${stride}` : "calls.data, 0";
  const runs = code.bind("runs", environment.state.stages.actions);
  code.line(`if (${action} >= 0) { packet.lastAction = ${action}; ${runs}[${action}] += 1; }`);
  code.block(`switch (${action})`, () => {
    for (const index of new Set(table.actions)) {
      const definition = actions[index];
      if (definition === undefined || definition.primitives.length === 0) continue;
      code.line(
        `case ${index}: ${actionFunction(code, environment, definition)}(packet, phv, ${given}); break;`,
      );
    }
  });
}
