import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { InterfacePort, UdpSocketTransport } from "../../src/io/node/index.js";
import { decodeUdpDatagram, encodeUdpDatagram, macOfIpv4, parseIpv4 } from "../../src/wire/index.js";
import { enterPrivateNetwork, ip, macOf, makeCable, missingForNetwork } from "./network/private-network.js";

const missing = missingForNetwork();
const skip = missing.length > 0 && missing.join("; ");

const address = (text: string) => parseIpv4(text) ?? 0;

function open(text: string, port: number, classes: readonly number[]): Promise<UdpSocketTransport> {
  const own = address(text);
  const host = { mac: macOfIpv4(own), address: own, port };
  return UdpSocketTransport.open({ host, switchMac: 0x02aan, bind: text, classes });
}

function frameTo(text: string, port: number, dscp: number): Uint8Array {
  return encodeUdpDatagram({
    ethernet: { dst: 0x02aan, src: 1n },
    source: { address: 0, port: 0 },
    destination: { address: address(text), port },
    dscp,
    payload: Uint8Array.of(dscp),
  });
}

describe("sockets of traffic classes", { skip, timeout: 120_000 }, () => {
  before(enterPrivateNetwork);

  test("the DSCP of a frame is in the IP header on the wire", async () => {
    makeCable("c1", "d1");
    ip("address", "add", "10.77.0.1/24", "dev", "c1");
    ip("neighbour", "add", "10.77.0.2", "lladdr", macOf("10.77.0.2"), "dev", "c1");
    const sniffer = new InterfacePort("d1");
    const seen: { dscp: number; payload: number | undefined; port: number }[] = [];
    sniffer.onFrame((frame) => {
      const datagram = decodeUdpDatagram(frame);
      if (datagram?.destination.port !== 7001) return;
      seen.push({ dscp: datagram.dscp, payload: datagram.payload[0], port: datagram.source.port });
    });
    const transport = await open("10.77.0.1", 7000, [46, 0]);
    assert.ok(transport.hasClasses);
    for (const dscp of [46, 0, 46, 10]) transport.send(frameTo("10.77.0.2", 7001, dscp));
    while (seen.length < 4) await sleep(5);
    assert.deepEqual(
      seen.toSorted((left, right) => (right.payload ?? 0) - (left.payload ?? 0)),
      [
        { dscp: 46, payload: 46, port: 7000 },
        { dscp: 46, payload: 46, port: 7000 },
        { dscp: 0, payload: 10, port: 7000 },
        { dscp: 0, payload: 0, port: 7000 },
      ],
    );
    await Promise.all([transport.close(), sniffer.close()]);
  });
});

describe("addresses of class sockets", { timeout: 60_000 }, () => {
  test("whatever arrives at the address is received, once, and the answer finds the way back", async () => {
    const [left, right] = [await open("127.4.0.1", 7000, [46, 0]), await open("127.4.0.2", 7000, [46, 0])];
    const arrived: number[] = [];
    right.onFrame((frame) => {
      const datagram = decodeUdpDatagram(frame);
      assert.deepEqual(datagram?.source, { address: address("127.4.0.1"), port: 7000 });
      arrived.push(datagram?.payload[0] ?? -1);
    });
    for (const dscp of [46, 0, 10]) left.send(frameTo("127.4.0.2", 7000, dscp));
    while (arrived.length < 3) await sleep(5);
    await sleep(20);
    assert.deepEqual(
      arrived.toSorted((one, other) => one - other),
      [0, 10, 46],
    );
    await Promise.all([left.close(), right.close()]);
  });

  test("an address that somebody has is not shared", async () => {
    const transport = await open("127.4.0.3", 7000, [46]);
    await assert.rejects(open("127.4.0.3", 7000, [46]), { code: "SOCKET-BIND" });
    await assert.rejects(open("127.4.0.3", 7000, []), { code: "SOCKET-BIND" });
    await transport.close();
    await (await open("127.4.0.3", 7000, [46])).close();
  });
});
