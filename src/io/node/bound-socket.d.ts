import { type Socket } from "node:dgram";
/** A UDP endpoint. */
export interface SocketAddress {
    readonly address: string;
    readonly port: number;
}
/**
 * A UDP socket that receives at an address. It resolves no names: addresses are given as numbers.
 *
 * @throws CodedError with the given code when the address is taken or not ours
 */
export declare function boundSocket({ address, port }: SocketAddress, code: string): Promise<Socket>;
