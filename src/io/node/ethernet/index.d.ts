export { InterfacePort, type InterfaceStatistics } from "./interface-port.js";
