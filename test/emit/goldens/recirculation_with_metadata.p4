// recirculation_with_metadata, generated from test/dsl/corpus/control-flow.ts:133

#include <core.p4>
#include <v1model.p4>

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/base.ts:18
header data_t {
    bit<8>  a;
    bit<8>  b;
    bit<16> c;
    bit<32> d;
    bit<64> e;
}

// test/dsl/corpus/base.ts:27
struct headers_t {
    ethernet_t ethernet;
    data_t     data;
}

// test/dsl/corpus/control-flow.ts:130
struct metadata_t {
    @field_list(1, 2)
    bit<8>  round;
    @field_list(2)
    bit<32> note;
    bit<16> other;
    bit<2>  recirculate_flag;
}

// test/dsl/corpus/control-flow.ts:136
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/control-flow.ts:136
    state start {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.data);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/control-flow.ts:133
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        mark_to_drop(standard_metadata);
        meta.round = meta.round + 1;
        meta.note = meta.note + hdr.data.d;
        meta.other = hdr.data.c;
        switch (meta.round) {
            1: {
                standard_metadata.egress_spec = standard_metadata.ingress_port;
                standard_metadata.mcast_grp = 0;
                meta.recirculate_flag = 1;
            }
            2: {
                standard_metadata.egress_spec = standard_metadata.ingress_port;
                standard_metadata.mcast_grp = 0;
                meta.recirculate_flag = 2;
            }
            default: {
                hdr.data.d = meta.note;
                hdr.data.c = meta.other;
                meta.recirculate_flag = 0;
                standard_metadata.egress_spec = 1;
                standard_metadata.mcast_grp = 0;
            }
        }
    }
}

// test/dsl/corpus/control-flow.ts:133
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        if (meta.recirculate_flag == 1) {
            recirculate_preserving_field_list(1);
        } else if (meta.recirculate_flag == 2) {
            recirculate_preserving_field_list(2);
        }
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.data);
    }
}

@pkginfo(name="recirculation_with_metadata")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
