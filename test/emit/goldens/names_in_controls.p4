// names_in_controls, generated from test/dsl/corpus/base.ts:39

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

// test/dsl/corpus/base.ts:28
struct metadata_t {
    bit<8>  small;
    bit<16> half;
    bit<32> word;
    bit<64> wide;
    bit<1>  one;
}

// test/dsl/corpus/base.ts:30
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/base.ts:30
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

// test/dsl/corpus/services.ts:227
control ingress_coming(inout headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:226
    action mark(bit<8> value) {
        hdr.data.b = value;
    }

    // test/dsl/corpus/services.ts:227
    table marks {
        key = {
            hdr.data.a: exact @name("a");
        }
        actions = {
            mark;
            NoAction;
        }
        default_action = NoAction();
    }

    apply {
        marks.apply();
    }
}

// test/dsl/corpus/base.ts:39
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    ingress_coming() coming;

    apply {
        mark_to_drop(standard_metadata);
        coming.apply(hdr, meta, standard_metadata);
        standard_metadata.mcast_grp = 2;
    }
}

// test/dsl/corpus/services.ts:227
control egress_going(inout headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:226
    action mark(bit<8> value) {
        hdr.data.b = value;
    }

    // test/dsl/corpus/services.ts:227
    table marks {
        key = {
            hdr.data.a: exact @name("a");
        }
        actions = {
            mark;
            NoAction;
        }
        default_action = NoAction();
    }

    apply {
        marks.apply();
    }
}

// test/dsl/corpus/base.ts:39
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    egress_going() going;

    apply {
        going.apply(hdr, meta, standard_metadata);
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

@pkginfo(name="names_in_controls")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
