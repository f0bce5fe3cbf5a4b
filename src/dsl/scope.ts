import { CodedError, type SourcePosition } from "../base/index.js";
import type { Control, ValueSet } from "../ir/index.js";
import { checkName } from "./names.js";
import { refuse } from "./refuse.js";

/** What a control or parser declares, by kind. */
export interface Families {
  readonly registers: Control["registers"][number];
  readonly registerActions: Control["registerActions"][number];
  readonly counters: Control["counters"][number];
  readonly meters: Control["meters"][number];
  readonly actionProfiles: Control["actionProfiles"][number];
  readonly digests: Control["digests"][number];
  readonly controls: Control["controls"][number];
  readonly actions: Control["actions"][number];
  readonly tables: Control["tables"][number];
  readonly valueSets: ValueSet;
}

export type Family = keyof Families;

/** Something that is declared in the first block that uses it. */
export interface Declarable<F extends Family = Family> {
  readonly family: F;
  readonly name: string;
  readonly source: SourcePosition;
  declare(scope: Scope): Families[F];
}

/** Where a statement stands. */
export type Place = "parser" | "control" | "action";

/** Collects what the statements of one parser or control use, in the order of use, dependencies first. */
export class Scope {
  readonly #place: Place;
  readonly #owner: Scope;
  readonly #byName = new Map<string, Declarable>();
  readonly #declared = new Map<Family, Families[Family][]>();

  constructor(place: Place, owner?: Scope) {
    this.#place = place;
    this.#owner = owner ?? this;
  }

  /** The scope of an action's body: its declarations belong to the control. */
  insideAction(): Scope {
    return new Scope("action", this.#owner);
  }

  /** Declares `declarable` unless it is there already, and gives its name. */
  use<F extends Family>(declarable: Declarable<F>): string {
    return this.#owner.#use(declarable);
  }

  /** All declarations of a family. */
  declared<F extends Family>(family: F): readonly Families[F][] {
    return (this.#owner.#declared.get(family) ?? []) as Families[F][];
  }

  /** Refuses the name of a variable that something declared here has. */
  requireFree(name: string, source: SourcePosition): void {
    const known = this.#owner.#byName.get(name);
    if (known !== undefined) refuseTaken(name, source, known.source);
  }

  /** Refuses a statement that has no meaning in this place. */
  require(places: readonly Place[], what: string, source: SourcePosition): void {
    if (places.includes(this.#place)) return;
    const help = `Move it to ${places.map(withArticle).join(" or ")}.`;
    refuse("DSL-PLACE", source, `${what} cannot stand in ${withArticle(this.#place)}`, help);
  }

  #use<F extends Family>(declarable: Declarable<F>): string {
    const { name, source, family } = declarable;
    const known = this.#byName.get(name);
    if (known === declarable) return name;
    if (known !== undefined) refuseTaken(name, source, known.source);
    checkName(name, "declaration", source);
    this.#byName.set(name, declarable);
    const declared = declarable.declare(this);
    const siblings = this.#declared.get(family);
    if (siblings === undefined) this.#declared.set(family, [declared]);
    else siblings.push(declared);
    return name;
  }
}

function withArticle(place: Place): string {
  return place === "action" ? "an action" : `a ${place}`;
}

/** Two diagnostics, so that both places are resolved to lines of the user's own source. */
function refuseTaken(name: string, source: SourcePosition, first: SourcePosition): never {
  const code = "DSL-NAME-TAKEN";
  const help = "Give one of the two another name.";
  throw new CodedError(
    { code, position: source, message: `the name "${name}" is taken`, help },
    { code, position: first, message: `"${name}" was given here first` },
  );
}
