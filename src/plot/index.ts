export * from "./csv.js";
export * from "./line-plot.js";
