import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** One axis; a logarithmic one shows values above 0 only. */
export interface Axis {
  /** What it shows, with its unit. */
  readonly title: string;
  readonly scale: "linear" | "log";
}

/** A line through points, in the order given. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A plot of lines over a common axis. */
export interface LinePlot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
}

const size = { width: 860, height: 520 };
/** Told apart without colours too: by symbol (Okabe and Ito's palette). */
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
const symbols = ["circle", "rect", "triangle", "diamond", "pin", "arrow", "roundRect"];

/**
 * Draws lines as an SVG document, the same bytes for the same plot.
 *
 * @example
 * drawLines({
 *   title: "Latency", x: { title: "appends/s", scale: "log" }, y: { title: "ms", scale: "linear" },
 *   lines: [{ name: "ring", points: [[1, 2], [10, 3]] }],
 * }); // "<svg …</svg>"
 */
export function drawLines(plot: LinePlot): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    color: colours,
    title: { text: plot.title, left: "center", textStyle: { fontSize: 16 } },
    legend: { bottom: 4, itemGap: 28 },
    grid: { left: 72, right: 32, top: 48, bottom: 84 },
    xAxis: axis(plot.x, 30),
    yAxis: axis(plot.y, 52),
    series: plot.lines.map((line, order) => ({
      type: "line" as const,
      name: line.name,
      data: line.points.map(([x, y]) => [x, y]),
      symbol: symbols[order % symbols.length] ?? "circle",
      symbolSize: 6,
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${withoutCounters(svg)}\n`;
}

/** The library numbers its charts in names that only serve a mouse; without them the same plot is the same text. */
function withoutCounters(svg: string): string {
  return svg
    .replace(/<style >[\s\S]*?<\/style>\n?/, "")
    .replace(/ class="zr\d+-cls-\d+"/g, "")
    .replace(/zr\d+-c(\d+)/g, "clip$1");
}

function axis({ title, scale }: Axis, nameGap: number) {
  return {
    type: scale === "log" ? ("log" as const) : ("value" as const),
    name: title,
    nameLocation: "middle" as const,
    nameGap,
    axisLabel: { formatter: shortNumber },
    splitLine: { lineStyle: { color: "#e4e4e4" } },
  };
}

const steps = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** `8e10` is `80G`. */
export function shortNumber(value: number): string {
  const step = steps.find(([factor]) => Math.abs(value) >= factor);
  if (step === undefined) return String(Number(value.toPrecision(4)));
  return `${Number((value / step[0]).toPrecision(4))}${step[1]}`;
}
