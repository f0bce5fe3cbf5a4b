// heavy_hitters, generated from test/dsl/corpus/services.ts:104

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

// test/dsl/corpus/services.ts:86
struct metadata_t {
    bit<16> index;
    bit<32> rows;
    bit<32> least;
    bit<32> count;
}

// test/dsl/corpus/services.ts:107
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:107
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

// test/dsl/corpus/services.ts:104
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    bit<32> first_add_cell;
    bit<32> second_add_cell;
    bit<32> third_add_cell;

    // test/dsl/corpus/services.ts:90
    register<bit<32>>(1024) first_counts;

    // test/dsl/corpus/services.ts:90
    register<bit<32>>(1024) second_counts;

    // test/dsl/corpus/services.ts:90
    register<bit<32>>(1024) third_counts;

    apply {
        mark_to_drop(standard_metadata);
        if (hdr.data.isValid()) {
            meta.least = 0xffffffff;
            hash(meta.index, HashAlgorithm.crc16, 16w0, {hdr.data.d, hdr.data.c}, 16w0x400);
            @atomic {
                first_counts.read(first_add_cell, (bit<32>)meta.index);
                first_counts.write((bit<32>)meta.index, first_add_cell |+| 1);
                meta.count = first_add_cell |+| 1;
            }
            meta.least = meta.count < meta.least ? meta.count : meta.least;
            hash(meta.index, HashAlgorithm.crc32, 16w0, {hdr.data.d, hdr.data.c}, 16w0x400);
            @atomic {
                second_counts.read(second_add_cell, (bit<32>)meta.index);
                second_counts.write((bit<32>)meta.index, second_add_cell |+| 1);
                meta.count = second_add_cell |+| 1;
            }
            meta.least = meta.count < meta.least ? meta.count : meta.least;
            hash(meta.index, HashAlgorithm.xor16, 16w0, {hdr.data.d, hdr.data.c}, 16w0x400);
            @atomic {
                third_counts.read(third_add_cell, (bit<32>)meta.index);
                third_counts.write((bit<32>)meta.index, third_add_cell |+| 1);
                meta.count = third_add_cell |+| 1;
            }
            meta.least = meta.count < meta.least ? meta.count : meta.least;
            hdr.data.d = meta.least;
            if (meta.least > 3) {
                standard_metadata.egress_spec = 2;
                standard_metadata.mcast_grp = 0;
            } else {
                standard_metadata.egress_spec = 1;
                standard_metadata.mcast_grp = 0;
            }
        }
    }
}

// test/dsl/corpus/services.ts:104
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

@pkginfo(name="heavy_hitters")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
