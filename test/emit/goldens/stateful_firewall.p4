// stateful_firewall, generated from test/dsl/corpus/services.ts:61

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

// test/dsl/corpus/services.ts:42
struct metadata_t {
    bit<16> first;
    bit<16> second;
    bit<1>  in_first;
    bit<1>  in_second;
}

// test/dsl/corpus/services.ts:64
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:64
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

// test/dsl/corpus/services.ts:61
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    bit<1> read_first_cell;
    bit<1> read_second_cell;

    // test/dsl/corpus/services.ts:43
    register<bit<1>>(4096) first_bits;

    // test/dsl/corpus/services.ts:44
    register<bit<1>>(4096) second_bits;

    apply {
        mark_to_drop(standard_metadata);
        if (hdr.data.isValid() && standard_metadata.ingress_port == 1) {
            hash(meta.first, HashAlgorithm.crc16, 16w0, {hdr.data.a, hdr.data.b}, 16w0x1000);
            hash(meta.second, HashAlgorithm.crc32, 16w0, {hdr.data.a, hdr.data.b}, 16w0x1000);
            first_bits.write((bit<32>)meta.first, 1w1);
            second_bits.write((bit<32>)meta.second, 1w1);
            standard_metadata.egress_spec = 2;
            standard_metadata.mcast_grp = 0;
        } else if (hdr.data.isValid()) {
            hash(meta.first, HashAlgorithm.crc16, 16w0, {hdr.data.b, hdr.data.a}, 16w0x1000);
            hash(meta.second, HashAlgorithm.crc32, 16w0, {hdr.data.b, hdr.data.a}, 16w0x1000);
            @atomic {
                first_bits.read(read_first_cell, (bit<32>)meta.first);
                meta.in_first = read_first_cell;
            }
            @atomic {
                second_bits.read(read_second_cell, (bit<32>)meta.second);
                meta.in_second = read_second_cell;
            }
            if ((meta.in_first & meta.in_second) == 1) {
                standard_metadata.egress_spec = 1;
                standard_metadata.mcast_grp = 0;
            }
        }
    }
}

// test/dsl/corpus/services.ts:61
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

@pkginfo(name="stateful_firewall")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
