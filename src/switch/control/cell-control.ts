import type {
  CounterEntry,
  DirectCounterEntry,
  DirectMeterEntry,
  MeterEntry,
  RegisterEntry,
  TableEntry,
  UpdateType,
} from "p4runtime-js-grpc/values";
import type { Counter, Meter } from "../model/index.js";
import type { CounterBank } from "../state/counters.js";
import type { MeterBank } from "../state/meters.js";
import type { RegisterArray } from "../state/registers.js";
import type { SwitchState } from "../state/state.js";
import { cells, objectOf, objectsOf, refuseControl } from "./refusal.js";
import type { TableControl } from "./table-control.js";

interface NamedBank<B> {
  readonly name: string;
  readonly bank: B;
}

const nameOf = ({ name }: { readonly name: string }): string => name;
const registerName = ({ register }: RegisterArray): string => register.name;

function named<B>(definitions: readonly (Counter | Meter)[], banks: readonly B[]): readonly NamedBank<B>[] {
  return definitions.flatMap(({ name }, index) => {
    const bank = banks[index];
    return bank === undefined ? [] : [{ name, bank }];
  });
}

function onlyModify(type: UpdateType, what: string): void {
  if (type !== "modify") refuseControl("INVALID_ARGUMENT", `${what} can only be modified`);
}

/** Writes and reads counters, meters and registers. */
export class CellControl {
  private readonly counterBanks: readonly NamedBank<CounterBank>[];
  private readonly meterBanks: readonly NamedBank<MeterBank>[];

  constructor(
    private readonly state: SwitchState,
    private readonly tables: TableControl,
    private readonly nowUs: () => number,
  ) {
    this.counterBanks = named(state.program.counters, state.counters);
    const indirect = state.program.meters.map((meter) =>
      meter.direct ? undefined : state.meters[meter.index],
    );
    this.meterBanks = named(state.program.meters, indirect).flatMap(({ name, bank }) =>
      bank === undefined ? [] : [{ name, bank }],
    );
  }

  applyCounter(type: UpdateType, { counter, index, data }: CounterEntry): void {
    onlyModify(type, "a counter");
    const { bank } = objectOf(this.counterBanks, nameOf, counter);
    if (data === undefined) return;
    for (const cell of cells(index, bank.size, counter)) bank.write(cell, data);
  }

  *counters(filter: CounterEntry): Iterable<CounterEntry> {
    for (const { name, bank } of objectsOf(this.counterBanks, nameOf, filter.counter)) {
      for (const index of cells(filter.index, bank.size, name)) {
        yield { kind: "counterEntry", counter: name, index, data: bank.read(index) };
      }
    }
  }

  applyMeter(type: UpdateType, { meter, index, config }: MeterEntry): void {
    onlyModify(type, "a meter");
    const { bank } = objectOf(this.meterBanks, nameOf, meter);
    for (const cell of cells(index, bank.size, meter)) bank.configure(cell, config, this.nowUs());
  }

  *meters(filter: MeterEntry): Iterable<MeterEntry> {
    for (const { name, bank } of objectsOf(this.meterBanks, nameOf, filter.meter)) {
      for (const index of cells(filter.index, bank.size, name)) {
        const config = bank.config(index);
        yield { kind: "meterEntry", meter: name, index, ...(config === undefined ? {} : { config }) };
      }
    }
  }

  applyRegister(type: UpdateType, { register, index, data }: RegisterEntry): void {
    onlyModify(type, "a register");
    const array = objectOf(this.state.registers, registerName, register);
    if (data === undefined) refuseControl("INVALID_ARGUMENT", "a register needs a value");
    for (const cell of cells(index, array.size, register)) array.write(cell, data);
  }

  *registers(filter: RegisterEntry): Iterable<RegisterEntry> {
    for (const array of objectsOf(this.state.registers, registerName, filter.register)) {
      const register = registerName(array);
      for (const index of cells(filter.index, array.size, register)) {
        yield { kind: "registerEntry", register, index, data: array.read(index) };
      }
    }
  }

  applyDirectCounter(type: UpdateType, { tableEntry, data }: DirectCounterEntry): void {
    onlyModify(type, "a direct counter");
    const table = this.tables.table(tableEntry.table);
    if (!table.table.counted) refuseControl("INVALID_ARGUMENT", `${tableEntry.table} has no direct counter`);
    const slot = this.tables.slot(tableEntry);
    if (data !== undefined) table.counters.write(slot, data);
  }

  *directCounters(filter: TableEntry): Iterable<DirectCounterEntry> {
    for (const { table, slot, key } of this.tables.places(filter)) {
      if (!table.table.counted) continue;
      yield { kind: "directCounterEntry", tableEntry: key, data: table.counters.read(slot) };
    }
  }

  applyDirectMeter(type: UpdateType, { tableEntry, config }: DirectMeterEntry): void {
    onlyModify(type, "a direct meter");
    const { meters } = this.tables.table(tableEntry.table);
    if (meters === undefined) {
      refuseControl("INVALID_ARGUMENT", `${tableEntry.table} has no direct meter`);
      return;
    }
    meters.configure(this.tables.slot(tableEntry), config, this.nowUs());
  }

  *directMeters(filter: TableEntry): Iterable<DirectMeterEntry> {
    for (const { table, slot, key } of this.tables.places(filter)) {
      if (table.meters === undefined) continue;
      const config = table.meters.config(slot);
      yield { kind: "directMeterEntry", tableEntry: key, ...(config === undefined ? {} : { config }) };
    }
  }
}
