import { edited } from "./checkout.js";

/** A fabric file in which something is wrong, and exactly what a user is told. */
export interface Fault {
  readonly name: string;
  readonly text: string;
  readonly told: readonly string[];
}

export const faults: readonly Fault[] = [
  {
    name: "a list that is not closed",
    text: edited(["[s1, s2, s3, s4]", "[s1, s2, s3, s4"]),
    told: [
      "58:1 FABRIC-YAML Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
  },
  {
    name: "a key twice in one map",
    text: edited(["name: four-racks", "name: four-racks\nname: again"]),
    told: ["3:1 FABRIC-YAML Map keys must be unique"],
  },
  {
    name: "an alias",
    text: edited(["name: four-racks", "name: *name"]),
    told: ["2:7 FABRIC-YAML anchors and aliases are not used here"],
  },
  {
    name: "a map for a key",
    text: edited(["name: four-racks", "? { a: 1 }\n: 2\nname: four-racks"]),
    told: ["2:3 FABRIC-YAML a key must be a word"],
  },
  {
    name: "an unknown tag",
    text: edited(["name: four-racks", "name: !secret four-racks"]),
    told: ["2:7 FABRIC-YAML Unresolved tag: !secret"],
  },
  {
    name: "two documents in one file",
    text: edited(["racks:\n", "---\nracks:\n"]),
    told: ["4:1 FABRIC-YAML the file holds more than one document"],
  },
  {
    name: "a tab where a space belongs",
    text: edited(["  order:", "\torder:"]),
    told: ["56:1 FABRIC-YAML Tabs are not allowed as indentation"],
  },
  {
    name: "a misspelt section: one key unknown, one missing",
    text: edited(["racks:\n", "rakcs:\n"]),
    told: [
      '2:1 FABRIC-MISSING-KEY the key "racks" is missing',
      "4:1 FABRIC-UNKNOWN-KEY rakcs: nothing has this key here",
    ],
  },
  {
    name: "a misspelt key",
    text: edited(["tick_us: 5000", "tik_us: 5000"]),
    told: ["11:53 FABRIC-UNKNOWN-KEY switches[0].tik_us: nothing has this key here"],
  },
  {
    name: "a missing key",
    text: edited([", rack: r1, ip: 10.0.1.1,", ", rack: r1,"]),
    told: ['17:5 FABRIC-MISSING-KEY hosts[0]: the key "ip" is missing'],
  },
  {
    name: "text for a number",
    text: edited(["port: 2,", "port: two,"]),
    told: ['18:52 FABRIC-VALUE hosts[1].port: must be a port number from 1 to 510, is "two"'],
  },
  {
    name: "a fraction for a whole number",
    text: edited(["tick_us: 5000", "tick_us: 0.5"]),
    told: [
      "11:62 FABRIC-VALUE switches[0].tick_us: must be a whole number of microseconds from 1 to a minute, is 0.5",
    ],
  },
  {
    name: "a number out of range",
    text: edited([
      "s1/17, b: s2/17, kind: fabric, delay_us: 50",
      "s1/17, b: s2/17, kind: fabric, delay_us: -1",
    ]),
    told: [
      "41:51 FABRIC-VALUE links[0].delay_us: must be a whole number of microseconds, at most a minute, is -1",
    ],
  },
  {
    name: "a probability above 1",
    text: edited(["kind: fabric, delay_us: 50", "kind: fabric, delay_us: 50, loss: 1.5"]),
    told: ["41:61 FABRIC-VALUE links[0].loss: must be a probability from 0 to 1, is 1.5"],
  },
  {
    name: "an unknown role",
    text: edited(["port: 6, role: api", "port: 6, role: apis"]),
    told: ['22:58 FABRIC-VALUE hosts[5].role: must be log-server, client or api, is "apis"'],
  },
  {
    name: "a map for a list",
    text: edited(["classes:\n  - { name: critical, dscp: [46], queue: 7 }", "classes: { critical: 46 }"]),
    told: ["67:10 FABRIC-VALUE classes: must be a list of classes, is a map"],
  },
  {
    name: "a word for a map",
    text: edited(["stripes:\n  count: 16", "stripes: many"]),
    told: ['64:10 FABRIC-VALUE stripes: must be a map, is "many"'],
  },
  {
    name: "nothing for a section",
    text: edited(["  - { name: critical, dscp: [46], queue: 7 }\n", ""]),
    told: ["67:9 FABRIC-VALUE classes: must be a list of classes, is empty"],
  },
  {
    name: "an empty list where one is needed",
    text: edited(["order: [s1, s2, s3, s4]", "order: []"]),
    told: ["56:10 FABRIC-VALUE ring.order: must be names of at least two switches, is an empty list"],
  },
  {
    name: "more faults than eight in one map",
    text: edited([
      "{ name: s1, device_id: 1, rack: r1, grpc: auto, tick_us: 5000, recirculation_delay_us: 50 }",
      "{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1 }",
    ]),
    told: [
      '11:5 FABRIC-MISSING-KEY switches[0]: the key "name" is missing',
      '11:5 FABRIC-MISSING-KEY switches[0]: the key "device_id" is missing',
      '11:5 FABRIC-MISSING-KEY switches[0]: the key "rack" is missing',
      "11:7 FABRIC-UNKNOWN-KEY switches[0].a: nothing has this key here",
      "11:13 FABRIC-UNKNOWN-KEY switches[0].b: nothing has this key here",
      "11:19 FABRIC-UNKNOWN-KEY switches[0].c: nothing has this key here",
      "11:25 FABRIC-UNKNOWN-KEY switches[0].d: nothing has this key here",
      "11:31 FABRIC-UNKNOWN-KEY switches[0].e: nothing has this key here",
      "11:37 FABRIC-UNKNOWN-KEY switches[0].f: nothing has this key here",
      "11:43 FABRIC-UNKNOWN-KEY switches[0].g: nothing has this key here",
      "11:49 FABRIC-UNKNOWN-KEY switches[0].h: nothing has this key here",
      "11:55 FABRIC-UNKNOWN-KEY switches[0].i: nothing has this key here",
    ],
  },
  {
    name: "a port that is written wrongly",
    text: edited(["a: s1/17", "a: s1-17"]),
    told: [
      '41:10 FABRIC-VALUE links[0].a: must be a port of a switch, written `switch/port`, such as s1/33, is "s1-17"',
    ],
  },
  {
    name: "a name twice",
    text: edited(["name: log-1-2", "name: log-1-1"]),
    told: [
      '18:13 FABRIC-NAME hosts[1].name: the name "log-1-1" is taken',
      '61:48 FABRIC-REFERENCE replica_sets[2].servers[2]: there is no host "log-1-2"',
    ],
  },
  {
    name: "a host with the name of a switch",
    text: edited(["name: api", "name: s3"]),
    told: ['22:13 FABRIC-NAME hosts[5].name: the name "s3" is taken'],
  },
  {
    name: "a device id twice",
    text: edited(["device_id: 2", "device_id: 1"]),
    told: ["12:28 FABRIC-NAME switches[1].device_id: the device id 1 is taken"],
  },
  {
    name: "a subnet twice",
    text: edited(["10.0.2.0/24", "10.0.1.0/24"]),
    told: [
      "6:25 FABRIC-ADDRESS racks[1].subnet: 10.0.1.0/24 is taken by another rack",
      "12:5 FABRIC-ADDRESS switches[1]: 10.0.1.254 is taken by another node",
      "23:36 FABRIC-ADDRESS hosts[6].ip: 10.0.2.1 is not an address of a host in the subnet of rack r2",
      "24:36 FABRIC-ADDRESS hosts[7].ip: 10.0.2.2 is not an address of a host in the subnet of rack r2",
      "25:36 FABRIC-ADDRESS hosts[8].ip: 10.0.2.3 is not an address of a host in the subnet of rack r2",
      "26:39 FABRIC-ADDRESS hosts[9].ip: 10.0.2.11 is not an address of a host in the subnet of rack r2",
      "27:39 FABRIC-ADDRESS hosts[10].ip: 10.0.2.12 is not an address of a host in the subnet of rack r2",
    ],
  },
  {
    name: "a subnet with host bits",
    text: edited(["10.0.4.0/24", "10.0.4.1/24"]),
    told: ["8:25 FABRIC-ADDRESS racks[3].subnet: 10.0.4.1/24 is not an IPv4 subnet"],
  },
  {
    name: "an address outside of its rack",
    text: edited(["10.0.1.12", "10.0.9.12"]),
    told: [
      "21:39 FABRIC-ADDRESS hosts[4].ip: 10.0.9.12 is not an address of a host in the subnet of rack r1",
    ],
  },
  {
    name: "the broadcast address",
    text: edited(["10.0.1.12", "10.0.1.255"]),
    told: [
      "21:39 FABRIC-ADDRESS hosts[4].ip: 10.0.1.255 is not an address of a host in the subnet of rack r1",
    ],
  },
  {
    name: "a number above 255 in an address",
    text: edited(["10.0.1.12", "10.0.1.256"]),
    told: ["21:39 FABRIC-ADDRESS hosts[4].ip: 10.0.1.256 is not an IPv4 address"],
  },
  {
    name: "an address twice",
    text: edited(["10.0.1.12", "10.0.1.11"]),
    told: ["21:39 FABRIC-ADDRESS hosts[4].ip: 10.0.1.11 is taken by another node"],
  },
  {
    name: "the address of the switch",
    text: edited(["10.0.1.12", "10.0.1.254"]),
    told: ["21:39 FABRIC-ADDRESS hosts[4].ip: 10.0.1.254 is taken by another node"],
  },
  {
    name: "an Ethernet address twice",
    text: edited(["ip: 10.0.1.12,", "ip: 10.0.1.12, mac: '02:00:0A:00:01:0B',"]),
    told: ["21:55 FABRIC-ADDRESS hosts[4].mac: 02:00:0a:00:01:0b is taken by another node"],
  },
  {
    name: "a multicast Ethernet address",
    text: edited(["ip: 10.0.1.12,", "ip: 10.0.1.12, mac: '01:00:5e:00:00:01',"]),
    told: ["21:55 FABRIC-ADDRESS hosts[4].mac: 01:00:5e:00:00:01 is a multicast address"],
  },
  {
    name: "a rack that does not exist",
    text: edited(["{ name: api, rack: r1", "{ name: api, rack: r9"]),
    told: ['22:24 FABRIC-REFERENCE hosts[5].rack: there is no rack "r9"'],
  },
  {
    name: "a second switch in a rack",
    text: edited(["device_id: 4, rack: r4", "device_id: 4, rack: r3"]),
    told: [
      "8:5 FABRIC-RACK racks[3]: rack r4 has no switch",
      "14:5 FABRIC-ADDRESS switches[3]: 10.0.3.254 is taken by another node",
      "14:37 FABRIC-RACK switches[3].rack: rack r3 has a switch already",
      "71:53 FABRIC-REFERENCE trusted_ports[6]: no host is at port s3/1",
      "71:59 FABRIC-REFERENCE trusted_ports[7]: no host is at port s3/2",
      "71:65 FABRIC-REFERENCE trusted_ports[8]: no host is at port s3/3",
    ],
  },
  {
    name: "a port with two cables",
    text: edited(["10.0.1.12, port: 5", "10.0.1.12, port: 4"]),
    told: ["21:56 FABRIC-PORT hosts[4].port: port s1/4 is in use"],
  },
  {
    name: "a port with a host and a link",
    text: edited(["a: s1/17,", "a: s1/05,"]),
    told: ["41:10 FABRIC-PORT links[0].a: port s1/5 is in use"],
  },
  {
    name: "the controller's port",
    text: edited(["a: s1/17,", "a: s1/510,"]),
    told: ["41:10 FABRIC-PORT links[0].a: port s1/510 is in use"],
  },
  {
    name: "a link from nowhere",
    text: edited(["b: s2/17", "b: s9/17"]),
    told: ['41:20 FABRIC-REFERENCE links[0].b: there is no switch "s9"'],
  },
  {
    name: "a link from a switch to itself",
    text: edited(["b: s2/17", "b: s1/20"]),
    told: ["41:5 FABRIC-LINK links[0]: the link joins s1 with itself"],
  },
  {
    name: "a trusted port without a host",
    text: edited(["trusted_ports: [s1/1,", "trusted_ports: [s1/9,"]),
    told: ["71:17 FABRIC-REFERENCE trusted_ports[0]: no host is at port s1/9"],
  },
  {
    name: "a ring that is not closed",
    text: edited(["  - { a: s4/33, b: s1/34, kind: ring, delay_us: 1000 }\n", ""]),
    told: ["55:23 FABRIC-RING ring.order[3]: no ring link joins s4 and s1, its successor"],
  },
  {
    name: "no link to the next-plus-one switch",
    text: edited(["  - { a: s2/35, b: s4/35, kind: ring, delay_us: 1000 }\n", ""]),
    told: [
      "55:15 FABRIC-RING ring.order[1]: no ring link joins s2 and s4, its next-plus-one switch",
      "55:23 FABRIC-RING ring.order[3]: no ring link joins s4 and s2, its next-plus-one switch",
    ],
  },
  {
    name: "two ring links between the same switches",
    text: edited([
      "  - { a: s4/33, b: s1/34, kind: ring, delay_us: 1000 }\n",
      "  - { a: s4/33, b: s1/34, kind: ring, delay_us: 1000 }\n  - { a: s4/36, b: s1/36, kind: ring }\n",
    ]),
    told: ["57:23 FABRIC-RING ring.order[3]: 2 ring links join s4 and s1, its successor"],
  },
  {
    name: "a switch that is not on the ring",
    text: edited(["[s1, s2, s3, s4]", "[s1, s2, s3]"]),
    told: ["56:10 FABRIC-RING ring.order: s4 is not on the ring"],
  },
  {
    name: "a switch twice on the ring",
    text: edited(["[s1, s2, s3, s4]", "[s1, s2, s3, s4, s2]"]),
    told: ["56:27 FABRIC-RING ring.order[4]: s2 is on the ring already"],
  },
  {
    name: "a stranger on the ring",
    text: edited(["[s1, s2, s3, s4]", "[s1, s2, s3, s5]"]),
    told: [
      "56:10 FABRIC-RING ring.order: s4 is not on the ring",
      '56:23 FABRIC-REFERENCE ring.order[3]: there is no switch "s5"',
    ],
  },
  {
    name: "an unknown server",
    text: edited(["servers: [log-1-1,", "servers: [log-9-1,"]),
    told: ['59:30 FABRIC-REFERENCE replica_sets[0].servers[0]: there is no host "log-9-1"'],
  },
  {
    name: "a client as a server",
    text: edited(["servers: [log-1-1,", "servers: [client-1-1,"]),
    told: ["59:30 FABRIC-REPLICA-SET replica_sets[0].servers[0]: client-1-1 has the role client"],
  },
  {
    name: "a server twice in a set",
    text: edited(["log-1-1, log-2-1,", "log-1-1, log-1-1,"]),
    told: ["59:39 FABRIC-REPLICA-SET replica_sets[0].servers[1]: log-1-1 is in the set twice"],
  },
  {
    name: "a set of two",
    text: edited(["[log-1-1, log-2-1, log-3-1]", "[log-1-1, log-2-1]"]),
    told: ["59:29 FABRIC-REPLICA-SET replica_sets[0].servers: a replica set has 3 servers, this one 2"],
  },
  {
    name: "a count that is no power of two",
    text: edited(["count: 16", "count: 12"]),
    told: ["65:10 FABRIC-STRIPES stripes.count: 12 is not a power of two"],
  },
  {
    name: "a projection with a gap, a repetition and strangers",
    text: edited([
      "count: 16",
      "count: 2\n  projection:\n    - { stripe: 0, leader: s1, replica_set: set-0 }\n    - { stripe: 0, leader: s7, replica_set: set-7 }\n    - { stripe: 2, leader: s1, replica_set: set-0 }",
    ]),
    told: [
      "67:5 FABRIC-STRIPES stripes.projection: no leader for stripe 1",
      "68:17 FABRIC-STRIPES stripes.projection[1].stripe: stripe 0 has a leader already",
      '68:28 FABRIC-REFERENCE stripes.projection[1].leader: there is no switch "s7"',
      '68:45 FABRIC-REFERENCE stripes.projection[1].replica_set: there is no replica set "set-7"',
      "69:17 FABRIC-STRIPES stripes.projection[2].stripe: there is no stripe 2",
    ],
  },
  {
    name: "a DSCP value in two classes",
    text: edited(["queue: 7 }", "queue: 7 }\n  - { name: other, dscp: [46], queue: 1 }"]),
    told: ["69:27 FABRIC-CLASS classes[1].dscp[0]: DSCP 46 has a class already"],
  },
  {
    name: "a switch that no fabric link reaches",
    text: edited(
      ["  - { a: s1/19, b: s4/17, kind: fabric, delay_us: 50 }\n", ""],
      ["  - { a: s2/19, b: s4/18, kind: fabric, delay_us: 50 }\n", ""],
      ["  - { a: s3/19, b: s4/19, kind: fabric, delay_us: 50 }\n", ""],
    ),
    told: ["14:5 FABRIC-LINK switches[3]: no fabric links lead from s1 to s4"],
  },
  {
    name: "faults in several places, in the order of the file",
    text: edited(["count: 16", "count: 3"], ["name: log-1-2", "name: log-1-1"], ["b: s2/17", "b: s9/17"]),
    told: [
      '18:13 FABRIC-NAME hosts[1].name: the name "log-1-1" is taken',
      '41:20 FABRIC-REFERENCE links[0].b: there is no switch "s9"',
      '61:48 FABRIC-REFERENCE replica_sets[2].servers[2]: there is no host "log-1-2"',
      "65:10 FABRIC-STRIPES stripes.count: 3 is not a power of two",
    ],
  },
];
