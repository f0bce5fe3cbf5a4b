// provider_bridge, generated from test/dsl/corpus/services.ts:140

#include <core.p4>
#include <v1model.p4>

const bit<16> TYPE_OUTER = 0x88a8;

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/services.ts:119
header vlan_t {
    bit<3>  priority;
    bit<1>  drop_eligible;
    bit<12> id;
    bit<16> ether_type;
}

// test/dsl/corpus/services.ts:120
struct headers_t {
    ethernet_t ethernet;
    vlan_t[3]  vlan;
}

// test/dsl/corpus/services.ts:142
struct metadata_t {
}

// test/dsl/corpus/services.ts:143
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:144
    state start {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            TYPE_OUTER: parse_vlan;
            0x8100: parse_vlan;
            default: accept;
        }
    }

    // test/dsl/corpus/services.ts:155
    state parse_vlan {
        packet.extract(hdr.vlan.next);
        transition select(hdr.vlan.last.ether_type, hdr.vlan.lastIndex[1:0]) {
            (0x8100, 0 .. 1): parse_vlan;
            default: accept;
        }
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/services.ts:140
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:123
    action enter(bit<12> id, bit<9> port) {
        hdr.vlan.push_front(1);
        hdr.vlan[0].setValid();
        hdr.vlan[0].priority = hdr.vlan[1].priority;
        hdr.vlan[0].drop_eligible = 0;
        hdr.vlan[0].id = id;
        hdr.vlan[0].ether_type = hdr.ethernet.ether_type;
        hdr.ethernet.ether_type = TYPE_OUTER;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/services.ts:133
    action leave(bit<9> port) {
        hdr.ethernet.ether_type = hdr.vlan[0].ether_type;
        hdr.vlan.pop_front(1);
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/services.ts:165
    table customers {
        key = {
            standard_metadata.ingress_port: exact @name("port");
            hdr.ethernet.ether_type: ternary @name("type");
            hdr.vlan[0].id: ternary @name("id");
        }
        actions = {
            enter;
            leave;
            NoAction;
        }
        default_action = NoAction();
        size = 256;
    }

    apply {
        mark_to_drop(standard_metadata);
        if (hdr.vlan[0].isValid()) {
            customers.apply();
        }
    }
}

// test/dsl/corpus/services.ts:140
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.vlan);
    }
}

@pkginfo(name="provider_bridge")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
