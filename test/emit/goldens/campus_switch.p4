// campus_switch, generated from test/dsl/corpus/campus-switch.ts:259
// Layer 2, layer 3 and access control.

#include <core.p4>
#include <v1model.p4>

error {
    BadVersion,
    HasOptions
}

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/campus-switch.ts:40
header vlan_t {
    bit<3>  priority;
    bit<1>  drop_eligible;
    bit<12> id;
    bit<16> ether_type;
}

// test/dsl/corpus/campus-switch.ts:41
header ipv4_t {
    bit<4>  version;
    bit<4>  ihl;
    bit<6>  dscp;
    bit<2>  ecn;
    bit<16> total_length;
    bit<16> identification;
    bit<3>  flags;
    bit<13> fragment_offset;
    bit<8>  ttl;
    bit<8>  protocol;
    bit<16> header_checksum;
    bit<32> src;
    bit<32> dst;
}

// test/dsl/corpus/campus-switch.ts:56
header ports_t {
    bit<16> src;
    bit<16> dst;
}

// test/dsl/corpus/campus-switch.ts:58
struct headers_t {
    ethernet_t ethernet;
    vlan_t[2]  vlan;
    ipv4_t     ipv4;
    ports_t    ports;
}

// test/dsl/corpus/campus-switch.ts:59
struct metadata_t {
    bit<12> tag_id;
    bit<12> vlan_id;
    bit<16> next_hop;
    bool    routed;
    bit<16> source_port;
    bit<16> destination_port;
}

// test/dsl/corpus/campus-switch.ts:128
struct learn_t {
    bit<48> address;
    bit<12> vlan;
    bit<9>  port;
}

// test/dsl/corpus/campus-switch.ts:68
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/campus-switch.ts:69
    state start {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x8100: parse_vlan;
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // test/dsl/corpus/campus-switch.ts:80
    state parse_vlan {
        packet.extract(hdr.vlan.next);
        transition select(hdr.vlan.last.ether_type) {
            0x8100: parse_vlan;
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // test/dsl/corpus/campus-switch.ts:91
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        verify(hdr.ipv4.version == 4, error.BadVersion);
        verify(hdr.ipv4.ihl == 5, error.HasOptions);
        transition select(hdr.ipv4.fragment_offset, hdr.ipv4.protocol) {
            (0, 6): parse_ports;
            (0, 17): parse_ports;
            default: accept;
        }
    }

    // test/dsl/corpus/campus-switch.ts:106
    state parse_ports {
        packet.extract(hdr.ports);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // test/dsl/corpus/campus-switch.ts:237
        verify_checksum(
            hdr.ipv4.isValid(),
            {hdr.ipv4.version, hdr.ipv4.ihl, hdr.ipv4.dscp, hdr.ipv4.ecn, hdr.ipv4.total_length,
                    hdr.ipv4.identification, hdr.ipv4.flags, hdr.ipv4.fragment_offset, hdr.ipv4.ttl,
                    hdr.ipv4.protocol, hdr.ipv4.src, hdr.ipv4.dst},
            hdr.ipv4.header_checksum,
            HashAlgorithm.csum16
        );
    }
}

// test/dsl/corpus/campus-switch.ts:259
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/campus-switch.ts:109
    @brief("What came in at each port.")
    counter(512, CounterType.packets_and_bytes) per_port;

    // test/dsl/corpus/campus-switch.ts:165
    direct_counter(CounterType.packets) route_hits;

    // test/dsl/corpus/campus-switch.ts:193
    direct_counter(CounterType.packets_and_bytes) rule_hits;

    // test/dsl/corpus/campus-switch.ts:112
    action set_vlan(bit<12> id) {
        meta.vlan_id = id;
    }

    // test/dsl/corpus/campus-switch.ts:113
    action keep_vlan() {
        meta.vlan_id = meta.tag_id;
    }

    // test/dsl/corpus/campus-switch.ts:110
    @brief("Not here.")
    action discard() {
        mark_to_drop(standard_metadata);
    }

    // test/dsl/corpus/campus-switch.ts:161
    action to_next_hop(bit<16> next_hop) {
        meta.next_hop = next_hop;
        meta.routed = true;
    }

    // test/dsl/corpus/campus-switch.ts:174
    action rewrite(bit<9> port, bit<12> vlan, bit<48> src, bit<48> dst) {
        hdr.ethernet.src = src;
        hdr.ethernet.dst = dst;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        meta.vlan_id = vlan;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/campus-switch.ts:139
    action bridge(bit<9> port) {
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/campus-switch.ts:140
    action flood(bit<16> group) {
        standard_metadata.mcast_grp = group;
    }

    // test/dsl/corpus/campus-switch.ts:192
    action permit(bit<3> priority) {
        standard_metadata.priority = priority;
    }

    // test/dsl/corpus/campus-switch.ts:116
    @brief("The VLAN of a packet, by port and tag.")
    table port_vlan {
        key = {
            standard_metadata.ingress_port: exact @name("port");
            hdr.vlan[0].isValid(): exact @name("tagged");
            meta.tag_id: ternary @name("id");
        }
        actions = {
            set_vlan;
            keep_vlan;
            discard;
        }
        default_action = discard();
        size = 512;
    }

    // test/dsl/corpus/campus-switch.ts:131
    @brief("Who was seen where.")
    table known_sources {
        key = {
            meta.vlan_id: exact @name("vlan");
            hdr.ethernet.src: exact @name("src");
            standard_metadata.ingress_port: exact @name("port");
        }
        actions = {
            NoAction;
        }
        default_action = NoAction();
        size = 4096;
        support_timeout = true;
    }

    // test/dsl/corpus/campus-switch.ts:155
    @brief("Packets to these addresses are routed.")
    table router_address {
        key = {
            meta.vlan_id: exact @name("vlan");
            hdr.ethernet.dst: exact @name("dst");
        }
        actions = {
            NoAction;
        }
        default_action = NoAction();
        size = 64;
    }

    // test/dsl/corpus/campus-switch.ts:166
    @brief("Routes of IPv4.")
    table routes {
        key = {
            hdr.ipv4.dst: lpm @name("dst");
        }
        actions = {
            to_next_hop;
            discard;
        }
        default_action = discard();
        size = 2048;
        counters = route_hits;
    }

    // test/dsl/corpus/campus-switch.ts:185
    table next_hops {
        key = {
            meta.next_hop: exact @name("next_hop");
        }
        actions = {
            rewrite;
            discard;
        }
        default_action = discard();
        size = 1024;
    }

    // test/dsl/corpus/campus-switch.ts:141
    @brief("Where a station is.")
    table destinations {
        key = {
            meta.vlan_id: exact @name("vlan");
            hdr.ethernet.dst: exact @name("dst");
        }
        actions = {
            bridge;
            discard;
            NoAction;
        }
        default_action = NoAction();
        size = 4096;
    }

    // test/dsl/corpus/campus-switch.ts:147
    @brief("The ports of a VLAN.")
    table floods {
        key = {
            meta.vlan_id: exact @name("vlan");
        }
        actions = {
            flood;
            discard;
        }
        default_action = discard();
        size = 256;
    }

    // test/dsl/corpus/campus-switch.ts:194
    @brief("The access control list: who may speak with whom.")
    table acl {
        key = {
            hdr.ipv4.src: ternary @name("src");
            hdr.ipv4.dst: ternary @name("dst");
            hdr.ipv4.protocol: optional @name("protocol");
            meta.source_port: range @name("source_port");
            meta.destination_port: range @name("destination_port");
        }
        actions = {
            permit;
            discard;
        }
        default_action = permit(0);
        size = 512;
        counters = rule_hits;
    }

    apply {
        mark_to_drop(standard_metadata);
        per_port.count((bit<32>)standard_metadata.ingress_port);

        // Which VLAN (test/dsl/corpus/campus-switch.ts:269)
        if (hdr.vlan[0].isValid()) {
            meta.tag_id = hdr.vlan[0].id;
        }
        port_vlan.apply();

        // Who is where (test/dsl/corpus/campus-switch.ts:273)
        if (known_sources.apply().miss) {
            digest<learn_t>(1, {hdr.ethernet.src, meta.vlan_id, standard_metadata.ingress_port});
        }

        // Where to (test/dsl/corpus/campus-switch.ts:278)
        if (hdr.ipv4.isValid() && hdr.ipv4.ttl > 1) {
            if (router_address.apply().hit) {
                routes.apply();
                if (meta.routed) {
                    next_hops.apply();
                }
            }
        }
        if (!meta.routed) {
            if (destinations.apply().miss) {
                floods.apply();
            }
        }

        // Whether at all (test/dsl/corpus/campus-switch.ts:285)
        if (hdr.ipv4.isValid()) {
            if (hdr.ports.isValid()) {
                meta.source_port = hdr.ports.src;
                meta.destination_port = hdr.ports.dst;
            }
            acl.apply();
        }
    }
}

// test/dsl/corpus/campus-switch.ts:259
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/campus-switch.ts:256
    @brief("A copy for the port it came from.")
    action back_to_sender() {
        mark_to_drop(standard_metadata);
    }

    // test/dsl/corpus/campus-switch.ts:209
    action set_tag() {
        hdr.vlan.push_front(1);
        hdr.vlan[0].setValid();
        hdr.vlan[0].priority = 0;
        hdr.vlan[0].drop_eligible = 0;
        hdr.vlan[0].id = meta.vlan_id;
        hdr.vlan[0].ether_type = hdr.ethernet.ether_type;
        hdr.ethernet.ether_type = 0x8100;
    }

    // test/dsl/corpus/campus-switch.ts:218
    action take_tag() {
        if (hdr.vlan[0].isValid()) {
            hdr.ethernet.ether_type = hdr.vlan[0].ether_type;
            hdr.vlan.pop_front(1);
        }
    }

    // test/dsl/corpus/campus-switch.ts:224
    action renumber() {
        hdr.vlan[0].id = meta.vlan_id;
    }

    // test/dsl/corpus/campus-switch.ts:225
    @brief("How packets of a VLAN leave a port.")
    table tagging {
        key = {
            standard_metadata.egress_port: exact @name("port");
            meta.vlan_id: exact @name("vlan");
            hdr.vlan[0].isValid(): exact @name("tagged");
        }
        actions = {
            set_tag;
            take_tag;
            renumber;
            NoAction;
        }
        default_action = NoAction();
        size = 1024;
    }

    apply {
        if (standard_metadata.egress_port == standard_metadata.ingress_port && !meta.routed) {
            back_to_sender();
        }
        tagging.apply();
        if (hdr.vlan[0].isValid() && hdr.vlan[0].id == 0xfff) {
            mark_to_drop(standard_metadata);
        }
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // test/dsl/corpus/campus-switch.ts:237
        update_checksum(
            hdr.ipv4.isValid(),
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
        packet.emit(hdr.ipv4);
        packet.emit(hdr.ports);
    }
}

@pkginfo(
    name="campus_switch",
    version="1.0.0"
)
@brief("Layer 2, layer 3 and access control.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
