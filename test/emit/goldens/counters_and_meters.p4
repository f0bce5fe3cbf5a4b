// counters_and_meters, generated from test/dsl/corpus/externs.ts:94

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

// test/dsl/corpus/externs.ts:88
struct metadata_t {
    bit<2> color;
}

// test/dsl/corpus/externs.ts:97
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/externs.ts:97
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

// test/dsl/corpus/externs.ts:94
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/externs.ts:85
    @brief("Traffic of each port.")
    counter(512, CounterType.packets_and_bytes) per_port;

    // test/dsl/corpus/externs.ts:86
    counter(256, CounterType.bytes) bytes_of_kind;

    // test/dsl/corpus/externs.ts:87
    meter(64, MeterType.packets) rate;

    // test/dsl/corpus/externs.ts:90
    direct_meter<bit<2>>(MeterType.packets) metered;

    // test/dsl/corpus/externs.ts:91
    action paint(bit<9> port) {
        metered.read(meta.color);
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/externs.ts:103
    table painted {
        key = {
            hdr.data.a: exact @name("a");
        }
        actions = {
            paint;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        meters = metered;
    }

    apply {
        mark_to_drop(standard_metadata);
        per_port.count((bit<32>)standard_metadata.ingress_port);
        bytes_of_kind.count((bit<32>)hdr.data.a);
        rate.execute_meter<bit<2>>((bit<32>)hdr.data.a[5:0], meta.color);
        if (meta.color == 2) {
            mark_to_drop(standard_metadata);
        } else {
            painted.apply();
        }
    }
}

// test/dsl/corpus/externs.ts:94
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

@pkginfo(name="counters_and_meters")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
