// dscp, generated from src/programs/dscp/program.ts:12
// Forwarding with traffic classes by DSCP, PCP or MPLS EXP, a trust boundary, and a meter on priority.

#include <core.p4>
#include <v1model.p4>

// Ethernet II.
// src/programs/dscp/parser.ts:7
header ethernet_t {
    // Destination MAC address.
    bit<48> dst;
    // Source MAC address.
    bit<48> src;
    // What follows.
    bit<16> ether_type;
}

// A VLAN tag: it stands after the Ethernet addresses, whose ether_type says so.
// src/programs/dscp/parser.ts:8
header vlan_t {
    // Priority code point (802.1p).
    bit<3>  pcp;
    // Drop eligible.
    bit<1>  dei;
    // The VLAN.
    bit<12> vid;
    // What follows.
    bit<16> ether_type;
}

// One label.
// src/programs/dscp/parser.ts:9
header mpls_t {
    // The label.
    bit<20> label;
    // Traffic class, once experimental (RFC 5462).
    bit<3>  exp;
    // 1 in the last entry of the stack.
    bit<1>  bottom;
    // Hops left.
    bit<8>  ttl;
}

// IPv4 without options.
// src/programs/dscp/parser.ts:10
header ipv4_t {
    // 4.
    bit<4>  version;
    // Length of the header in words of 32 bits; 5 without options.
    bit<4>  ihl;
    // Differentiated services code point: the traffic class.
    bit<6>  dscp;
    // Explicit congestion notification.
    bit<2>  ecn;
    // Bytes of this header and all that follows.
    bit<16> total_length;
    // Joins the fragments of one datagram.
    bit<16> identification;
    // Reserved, don't fragment, more fragments.
    bit<3>  flags;
    // Where a fragment belongs, in units of 8 bytes.
    bit<13> fragment_offset;
    // Hops that are left.
    bit<8>  ttl;
    // What follows.
    bit<8>  protocol;
    // Internet checksum of this header.
    bit<16> header_checksum;
    // Source address.
    bit<32> src;
    // Destination address.
    bit<32> dst;
}

// src/programs/dscp/parser.ts:6
struct headers_t {
    ethernet_t ethernet;
    vlan_t     vlan;
    mpls_t     mpls;
    ipv4_t     ipv4;
}

// src/programs/dscp/marks.ts:19
struct metadata_t {
    bit<2> mark;
    bit<6> claim;
    bit<3> class;
    bit<2> color;
}

// src/programs/dscp/parser.ts:14
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // src/programs/dscp/parser.ts:15
    state start {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x8100: parse_vlan;
            0x8847: parse_mpls;
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // src/programs/dscp/parser.ts:27
    state parse_vlan {
        packet.extract(hdr.vlan);
        transition select(hdr.vlan.ether_type) {
            0x8847: parse_mpls;
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // src/programs/dscp/parser.ts:38
    state parse_mpls {
        packet.extract(hdr.mpls);
        transition accept;
    }

    // src/programs/dscp/parser.ts:39
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// src/programs/dscp/program.ts:12
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // src/programs/dscp/police.ts:9
    @brief("What came in at a port above its rate, and went on as best effort.")
    counter(512, CounterType.packets_and_bytes) demoted;

    // src/programs/dscp/marks.ts:70
    @brief("What came in, by class.")
    counter(8, CounterType.packets_and_bytes) class_traffic;

    // src/programs/dscp/police.ts:6
    @brief("How much a port may send above best effort. Without a rate: as much as it likes.")
    meter(512, MeterType.bytes) priority_meter;

    // src/programs/dscp/marks.ts:29
    @brief("Packets of this port claim their class in this header: 1 DSCP, 2 PCP, 3 EXP.")
    action believe(bit<2> mark) {
        meta.mark = mark;
    }

    // src/programs/dscp/marks.ts:40
    @brief("Packets of this port have this class and DSCP, whatever they claim.")
    action impose(bit<6> dscp, bit<3> traffic_class) {
        meta.mark = 0;
        meta.claim = dscp;
        meta.class = traffic_class;
    }

    // src/programs/dscp/marks.ts:59
    action set_class(bit<3> traffic_class) {
        meta.class = traffic_class;
    }

    // src/programs/dscp/forwarding.ts:6
    action forward(bit<9> port, bit<48> dst_mac) {
        hdr.ethernet.dst = dst_mac;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // src/programs/dscp/forwarding.ts:4
    action discard() {
        mark_to_drop(standard_metadata);
    }

    // src/programs/dscp/forwarding.ts:20
    action swap_label(bit<20> label, bit<9> port, bit<48> dst_mac) {
        hdr.mpls.label = label;
        hdr.mpls.ttl = hdr.mpls.ttl - 1;
        hdr.ethernet.dst = dst_mac;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // src/programs/dscp/forwarding.ts:39
    action bridge_to(bit<9> port) {
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // src/programs/dscp/marks.ts:51
    @brief("The trust boundary: which mark of a port's packets is believed. By default none is.")
    table port_trust {
        key = {
            standard_metadata.ingress_port: exact @name("ingress_port");
        }
        actions = {
            believe;
            impose;
        }
        default_action = impose(0, 0);
        size = 512;
    }

    // src/programs/dscp/marks.ts:63
    @brief("The class that a mark asks for. What has no entry is best effort.")
    table mark_class {
        key = {
            meta.mark: exact @name("mark");
            meta.claim: exact @name("claim");
        }
        actions = {
            set_class;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 256;
    }

    // src/programs/dscp/forwarding.ts:12
    @brief("The next hop of an IPv4 packet.")
    table ipv4_route {
        key = {
            hdr.ipv4.dst: lpm @name("dst");
        }
        actions = {
            forward;
            discard;
        }
        default_action = discard();
        size = 1024;
    }

    // src/programs/dscp/forwarding.ts:31
    @brief("The next hop of a labelled packet.")
    table mpls_route {
        key = {
            hdr.mpls.label: exact @name("label");
        }
        actions = {
            swap_label;
            discard;
        }
        default_action = discard();
        size = 256;
    }

    // src/programs/dscp/forwarding.ts:41
    @brief("The port of an Ethernet address, for whatever is neither IPv4 nor labelled.")
    table bridge {
        key = {
            hdr.ethernet.dst: exact @name("dst");
        }
        actions = {
            bridge_to;
            discard;
        }
        default_action = discard();
        size = 1024;
    }

    apply {
        mark_to_drop(standard_metadata);
        port_trust.apply();
        if (meta.mark == 0) {
            if (hdr.vlan.isValid()) {
                hdr.vlan.pcp = 0;
            }
            if (hdr.mpls.isValid()) {
                hdr.mpls.exp = 0;
            }
            if (hdr.ipv4.isValid()) {
                hdr.ipv4.dscp = 0;
            }
            if (hdr.ipv4.isValid()) {
                hdr.ipv4.dscp = meta.claim;
            }
        } else {
            if (meta.mark == 1 && hdr.ipv4.isValid()) {
                meta.claim = hdr.ipv4.dscp;
            }
            if (meta.mark == 2 && hdr.vlan.isValid()) {
                meta.claim = 3w0 ++ hdr.vlan.pcp;
            }
            if (meta.mark == 3 && hdr.mpls.isValid()) {
                meta.claim = 3w0 ++ hdr.mpls.exp;
            }
            mark_class.apply();
        }
        if (meta.class > 0) {
            priority_meter.execute_meter<bit<2>>((bit<32>)standard_metadata.ingress_port, meta.color);
            if (meta.color == 2) {
                meta.class = 0;
                if (hdr.vlan.isValid()) {
                    hdr.vlan.pcp = 0;
                }
                if (hdr.mpls.isValid()) {
                    hdr.mpls.exp = 0;
                }
                if (hdr.ipv4.isValid()) {
                    hdr.ipv4.dscp = 0;
                }
                demoted.count((bit<32>)standard_metadata.ingress_port);
            }
        }
        standard_metadata.priority = meta.class;
        class_traffic.count((bit<32>)meta.class);
        if (hdr.ipv4.isValid()) {
            if (hdr.ipv4.ttl > 1) {
                ipv4_route.apply();
            } else {
                discard();
            }
        } else if (hdr.mpls.isValid()) {
            if (hdr.mpls.ttl > 1) {
                mpls_route.apply();
            } else {
                discard();
            }
        } else {
            bridge.apply();
        }
    }
}

// src/programs/dscp/program.ts:12
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // src/programs/ipv4-checksum.ts:9
        update_checksum(
            hdr.ipv4.isValid() && hdr.ipv4.ihl == 5,
            {hdr.ipv4.version, hdr.ipv4.ihl, hdr.ipv4.dscp, hdr.ipv4.ecn, hdr.ipv4.total_length,
                    hdr.ipv4.identification, hdr.ipv4.flags, hdr.ipv4.fragment_offset, hdr.ipv4.ttl,
                    hdr.ipv4.protocol, hdr.ipv4.src, hdr.ipv4.dst},
            hdr.ipv4.header_checksum,
            HashAlgorithm.csum16
        );
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.vlan);
        packet.emit(hdr.mpls);
        packet.emit(hdr.ipv4);
    }
}

@pkginfo(
    name="dscp",
    version="2.0.0"
)
@brief("Forwarding with traffic classes by DSCP, PCP or MPLS EXP, a trust boundary, and a meter on priority.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
