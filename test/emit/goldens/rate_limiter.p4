// rate_limiter, generated from test/dsl/corpus/services.ts:191

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

// test/dsl/corpus/services.ts:178
struct metadata_t {
    bit<2> color;
    bit<2> port_color;
}

// test/dsl/corpus/services.ts:194
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:194
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

// test/dsl/corpus/services.ts:191
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:181
    @brief("Packets by colour.")
    counter(4, CounterType.packets) colors;

    // test/dsl/corpus/services.ts:179
    @brief("What each customer may send.")
    direct_meter<bit<2>>(MeterType.packets) per_user;

    // test/dsl/corpus/services.ts:180
    meter(512, MeterType.bytes) per_port_rate;

    // test/dsl/corpus/services.ts:182
    action meter_user() {
        per_user.read(meta.color);
    }

    // test/dsl/corpus/services.ts:183
    table users {
        key = {
            hdr.ethernet.src: exact @name("address");
        }
        actions = {
            meter_user;
            NoAction;
        }
        default_action = NoAction();
        size = 128;
        meters = per_user;
    }

    apply {
        mark_to_drop(standard_metadata);
        standard_metadata.egress_spec = 1;
        standard_metadata.mcast_grp = 0;
        users.apply();
        per_port_rate.execute_meter<bit<2>>((bit<32>)standard_metadata.ingress_port, meta.port_color);
        colors.count((bit<32>)meta.color);
        if (meta.color == 2 || meta.port_color == 2) {
            mark_to_drop(standard_metadata);
        }
        if (meta.color == 1) {
            hdr.data.a = hdr.data.a | 128;
        }
    }
}

// test/dsl/corpus/services.ts:191
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

@pkginfo(name="rate_limiter")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
