import { type ServerReport, viewDistance } from "../../src/ringworld/index.js";

/** The report of the newest view that is installed anywhere; undefined when none is. */
export function newestReport(reports: Iterable<ServerReport>): ServerReport | undefined {
  let newest: ServerReport | undefined;
  for (const report of reports) {
    if (report.installedView === 0) continue;
    if (newest === undefined || viewDistance(newest.installedView, report.installedView) > 0) newest = report;
  }
  return newest;
}
