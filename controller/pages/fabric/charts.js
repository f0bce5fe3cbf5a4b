import uPlot from "/uPlot.esm.js";
import { html } from "./element.js";

const shownSeconds = 120;
const height = 135;

const charts = [
  {
    title: "Entries/s",
    lines: [
      ["handed out", "#8a8f98"],
      ["committed", "#2f9e63"],
    ],
  },
  {
    title: "Entries on their way",
    lines: [
      ["to a majority", "#d9822b"],
      ["to every server", "#4c7fd9"],
    ],
  },
  { title: "Laps/s", lines: [["laps", "#a259c4"]] },
];

function options({ title, lines }, width) {
  return {
    title,
    width,
    height,
    cursor: { sync: { key: "ringworld" } },
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] } },
    axes: [
      { stroke: "#8a8f98", grid: { show: false } },
      { stroke: "#8a8f98", size: 60 },
    ],
    series: [{}, ...lines.map(([label, stroke]) => ({ label, stroke, width: 1.5, spanGaps: false }))],
  };
}

/** The curves of the last two minutes. Each point has a time and the values of all lines, in the order of `charts`. */
export class Charts {
  #points = [];
  #plots = [];

  constructor(element) {
    const width = () => Math.max(240, element.clientWidth);
    this.#plots = charts.map((chart) => {
      const place = html("div");
      element.append(place);
      return new uPlot(options(chart, width()), [], place);
    });
    new ResizeObserver(() => {
      for (const plot of this.#plots) plot.setSize({ width: width(), height });
    }).observe(element);
  }

  /** `values` has null where nothing is known. */
  add(timeSeconds, values) {
    this.#points.push([timeSeconds, ...values]);
    while (this.#points[0][0] < timeSeconds - shownSeconds) this.#points.shift();
    const columns = this.#points[0].map((_, column) => this.#points.map((point) => point[column]));
    let from = 1;
    for (const [at, { lines }] of charts.entries()) {
      this.#plots[at].setData([columns[0], ...columns.slice(from, from + lines.length)]);
      from += lines.length;
    }
  }
}
