// What is different between two looks at the fabric, in words.

const byName = (items) => new Map(items.map((each) => [each.name, each]));

function changesOf(before, now, tell) {
  const known = byName(before);
  return now.flatMap((each) => tell(known.get(each.name), each) ?? []);
}

function switchChange(before, { name, state, problem }) {
  if (before?.state === state) return undefined;
  return `${name} is ${state}${problem === undefined ? "" : `: ${problem}`}`;
}

function hostChange(before, { name, fenced, answers }) {
  if (before === undefined) return `${name} is there`;
  if (before.fenced !== fenced)
    return fenced === undefined ? `${name} is fenced no more` : `${name} is fenced: ${fenced}`;
  if (before.answers !== answers) return `${name} ${answers ? "answers" : "does not answer"}`;
  return undefined;
}

/** @returns sentences, the first thing first */
export function changes(before, now) {
  if (before === undefined) return [`view ${now.ring.view}, ring ${now.ring.order.join(" → ")}`];
  const view = before.ring.view === now.ring.view && before.ring.order.join() === now.ring.order.join();
  return [
    ...changesOf(before.switches, now.switches, switchChange),
    ...changesOf(before.hosts, now.hosts, hostChange),
    ...(view ? [] : [`view ${now.ring.view}, ring ${now.ring.order.join(" → ")}`]),
    ...(before.ring.serving === now.ring.serving
      ? []
      : [now.ring.serving ? "the log serves" : "the log does not serve"]),
  ];
}
