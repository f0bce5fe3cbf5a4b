import { type Socket } from "node:dgram";
import type { SocketAddress } from "./bound-socket.js";
/** Whether sockets of a traffic class can be made on this machine. */
export declare function hasClassSockets(): boolean;
/**
 * A UDP socket whose datagrams leave with a DSCP (RFC 2474), 0 … 63. Node has no call for that, so that the socket is
 * made with the C library's. Several of this user may share an address, one for each class.
 *
 * @throws CodedError with the given code when the address cannot be had
 */
export declare function classSocket({ address, port }: SocketAddress, dscp: number, code: string): Promise<Socket>;
