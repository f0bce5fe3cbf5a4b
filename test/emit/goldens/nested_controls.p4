// nested_controls, generated from test/dsl/corpus/base.ts:39

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

// Counts.
// test/dsl/corpus/externs.ts:190
control ingress_outer_inner(inout headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    bit<32> arrive_cell;

    // test/dsl/corpus/externs.ts:51
    @brief("How many came.")
    register<bit<32>>(256) arrivals;

    // test/dsl/corpus/externs.ts:85
    @brief("Traffic of each port.")
    counter(512, CounterType.packets_and_bytes) per_port;

    apply {
        if (hdr.data.a == 1) {
            per_port.count(1);
        }
        @atomic {
            arrivals.read(arrive_cell, 0);
            arrivals.write(0, arrive_cell + 1);
        }
    }
}

// test/dsl/corpus/externs.ts:193
control ingress_outer(inout headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    ingress_outer_inner() inner;

    apply {
        inner.apply(hdr, meta, standard_metadata);
        hdr.data.b = 2;
    }
}

// test/dsl/corpus/base.ts:39
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    ingress_outer() outer;

    apply {
        mark_to_drop(standard_metadata);

        // First the outer control (test/dsl/corpus/externs.ts:196)
        // It applies the inner one.
        outer.apply(hdr, meta, standard_metadata);
        @atomic {
            hdr.data.a = 1;
            hdr.data.b = 3;
        }
        standard_metadata.egress_spec = 1;
        standard_metadata.mcast_grp = 0;
    }
}

// test/dsl/corpus/base.ts:39
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
        packet.emit(hdr.data);
    }
}

@pkginfo(name="nested_controls")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
