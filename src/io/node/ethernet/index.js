export { InterfacePort } from "./interface-port.js";
//# sourceMappingURL=index.js.map