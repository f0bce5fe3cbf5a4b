import { etherType, internetChecksum, ipProtocol } from "../../../wire/index.js";
import { virtio } from "./linux.js";
/** Reads what stands before a frame. */
export function readOffload(bytes, at) {
    const header = new DataView(bytes.buffer, bytes.byteOffset + at, virtio.byteLength);
    return {
        needsChecksum: (header.getUint8(0) & virtio.needsChecksum) !== 0,
        segmentation: header.getUint8(1) & ~virtio.segmentation.ecn,
        segmentBytes: header.getUint16(4, true),
        checksumStart: header.getUint16(6, true),
        checksumOffset: header.getUint16(8, true),
    };
}
/**
 * Does a network card's work: completes the checksum, or cuts a large TCP or UDP frame into segments.
 *
 * @param frame is written to
 * @returns the frames as they would be on a cable; none when the request makes no sense
 */
export function finishOffload(frame, offload) {
    const { checksumStart, checksumOffset, segmentation } = offload;
    if (segmentation === virtio.segmentation.none) {
        if (!offload.needsChecksum)
            return [frame];
        if (checksumStart + checksumOffset + 2 > frame.length)
            return [];
        // The field holds the sum of the pseudo-header: a sum over both is the checksum.
        writeChecksum(frame, checksumStart, checksumOffset);
        return [frame];
    }
    return segments(frame, offload);
}
/** IEEE 802.1ad. */
const serviceVlanType = 0x88a8;
const flagsOffset = 13;
const lastFlags = 0x01 | 0x08;
const firstFlags = 0x80;
function segments(frame, offload) {
    const headers = headersOf(frame, offload);
    if (headers === undefined || offload.segmentBytes === 0)
        return [];
    const { payloadStart } = headers;
    const result = [];
    for (let at = payloadStart; at < frame.length; at += offload.segmentBytes) {
        const payload = frame.subarray(at, at + offload.segmentBytes);
        const segment = new Uint8Array(payloadStart + payload.length);
        segment.set(frame.subarray(0, payloadStart));
        segment.set(payload, payloadStart);
        const isLast = at + payload.length === frame.length;
        adjust(segment, headers, { number: result.length, offset: at - payloadStart, isLast });
        result.push(segment);
    }
    return result;
}
function headersOf(frame, { checksumStart, segmentation }) {
    const view = viewOf(frame);
    const ipStart = ipStartOf(view);
    const isTcp = segmentation !== virtio.segmentation.udp;
    if (ipStart === undefined || checksumStart < ipStart + 20)
        return undefined;
    if (checksumStart + (isTcp ? 20 : 8) > frame.length)
        return undefined;
    const transportBytes = isTcp ? (view.getUint8(checksumStart + 12) >> 4) * 4 : 8;
    const payloadStart = checksumStart + transportBytes;
    if (payloadStart >= frame.length)
        return undefined;
    const isIpv6 = view.getUint8(ipStart) >> 4 === 6;
    return { ipStart, isIpv6, transportStart: checksumStart, isTcp, payloadStart };
}
/** Behind the Ethernet header and VLAN tags; undefined when it is not IP. */
function ipStartOf(view) {
    for (let at = 12; at + 4 < view.byteLength; at += 4) {
        const type = view.getUint16(at);
        if (type === etherType.ipv4 || type === etherType.ipv6)
            return at + 2;
        if (type !== etherType.vlan && type !== serviceVlanType)
            return undefined;
    }
    return undefined;
}
/** Gives a segment its own lengths, sequence number, flags and checksums (RFC 9293 §3.7, RFC 791 §3.1). */
function adjust(segment, headers, place) {
    const { ipStart, transportStart, isTcp } = headers;
    const view = viewOf(segment);
    if (headers.isIpv6)
        view.setUint16(ipStart + 4, segment.length - ipStart - 40);
    else
        adjustIpv4(segment, view, headers, place.number);
    if (isTcp)
        adjustTcp(view, transportStart, place);
    else
        view.setUint16(transportStart + 4, segment.length - transportStart);
    const checksumOffset = isTcp ? 16 : 6;
    view.setUint16(transportStart + checksumOffset, pseudoHeaderSum(view, headers));
    writeChecksum(segment, transportStart, checksumOffset);
}
function adjustIpv4(segment, view, { ipStart }, number) {
    view.setUint16(ipStart + 2, segment.length - ipStart);
    view.setUint16(ipStart + 4, view.getUint16(ipStart + 4) + number);
    view.setUint16(ipStart + 10, 0);
    view.setUint16(ipStart + 10, internetChecksum(segment, ipStart, (view.getUint8(ipStart) & 15) * 4));
}
function adjustTcp(view, start, { number, offset, isLast }) {
    view.setUint32(start + 4, view.getUint32(start + 4) + offset);
    let flags = view.getUint8(start + flagsOffset);
    if (!isLast)
        flags &= ~lastFlags;
    if (number > 0)
        flags &= ~firstFlags;
    view.setUint8(start + flagsOffset, flags);
}
function pseudoHeaderSum(view, headers) {
    const { ipStart, isIpv6, transportStart, isTcp } = headers;
    const [start, end] = isIpv6 ? [ipStart + 8, ipStart + 40] : [ipStart + 12, ipStart + 20];
    let sum = view.byteLength - transportStart + (isTcp ? ipProtocol.tcp : ipProtocol.udp);
    for (let at = start; at < end; at += 2)
        sum += view.getUint16(at);
    while (sum > 0xffff)
        sum = (sum & 0xffff) + (sum >>> 16);
    return sum;
}
/** A checksum of 0 would say that there is none (RFC 768); all ones is the same number. */
function writeChecksum(frame, start, offset) {
    const checksum = internetChecksum(frame, start, frame.length - start) || 0xffff;
    viewOf(frame).setUint16(start + offset, checksum);
}
function viewOf(frame) {
    return new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
}
//# sourceMappingURL=offload.js.map