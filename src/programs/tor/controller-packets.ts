import { sendTo } from "../../dsl/index.js";
import { hdr } from "../headers.js";

/** A packet that the controller sends straight out of a port. */
export const isDirect = hdr.packet_out.isValid().and(hdr.packet_out.egress_port.notEquals(0));
export const sendDirect = [sendTo(hdr.packet_out.egress_port.slice(8, 0))];
