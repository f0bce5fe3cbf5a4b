import { assert } from "../../base/index.js";
import { algorithm, type HashAlgorithm } from "../hash/algorithms.js";
import type { Program } from "../model/index.js";
import { CounterBank } from "./counters.js";
import { MeterBank } from "./meters.js";
import { ProfileState } from "./profiles.js";
import { RegisterArray } from "./registers.js";
import type { ReplicationEngine } from "./replication.js";
import { StageCounters } from "./stages.js";
import { TableState } from "./table.js";
import { ValueSetState } from "./value-sets.js";

/** Everything that packets and the control plane change while a program runs. */
export class SwitchState {
  readonly tables: readonly TableState[];
  readonly profiles: readonly ProfileState[];
  readonly registers: readonly RegisterArray[];
  readonly counters: readonly CounterBank[];
  readonly meters: readonly MeterBank[];
  readonly valueSets: readonly ValueSetState[];
  readonly stages: StageCounters;
  /** By index of the calculation; some remember what they gave. */
  readonly hashes: readonly HashAlgorithm[];

  constructor(
    readonly program: Program,
    readonly replication: ReplicationEngine,
    downPorts: ReadonlySet<number> = new Set(),
  ) {
    this.hashes = program.calculations.map((calculation) => algorithm(calculation.algorithm));
    this.stages = new StageCounters(program);
    this.registers = program.registers.map((register) => new RegisterArray(register));
    this.counters = program.counters.map((counter) => new CounterBank(counter.size));
    this.meters = program.meters.map((meter) => new MeterBank(meter.unit, meter.size));
    this.valueSets = program.valueSets.map((valueSet) => new ValueSetState(valueSet));
    this.profiles = program.profiles.map((profile) => {
      const users = program.tables.filter((table) => table.profile === profile.index);
      return new ProfileState(
        profile,
        program.actions,
        users.flatMap((table) => table.actions),
        downPorts,
      );
    });
    this.tables = program.tables.map((table) => {
      const meters = table.directMeter === undefined ? undefined : this.meters[table.directMeter.meter];
      return new TableState(table, program.actions, meters);
    });
  }

  table(index: number): TableState {
    const table = this.tables[index];
    assert(table !== undefined, "tables of the model have state");
    return table;
  }

  register(index: number): RegisterArray {
    const register = this.registers[index];
    assert(register !== undefined, "registers of the model have state");
    return register;
  }
}
