// counters_and_meters for Tofino, generated from test/dsl/corpus/externs.ts:94

#include <core.p4>
#include <tna.p4>

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
@pa_auto_init_metadata
struct metadata_t {
    bit<2> color;
}

// test/dsl/corpus/externs.ts:97
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // test/dsl/corpus/externs.ts:97
    state start {
        packet.extract(ig_intr_md);
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // test/dsl/corpus/externs.ts:97
    state parse_packet {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.data);
        transition accept;
    }
}

// test/dsl/corpus/externs.ts:94
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    // test/dsl/corpus/externs.ts:85
    @brief("Traffic of each port.")
    Counter<bit<64>, bit<9>>(512, CounterType_t.PACKETS_AND_BYTES) per_port;

    // test/dsl/corpus/externs.ts:86
    Counter<bit<64>, bit<8>>(256, CounterType_t.BYTES) bytes_of_kind;

    // test/dsl/corpus/externs.ts:87
    Meter<bit<6>>(64, MeterType_t.PACKETS, 2, 1, 0) rate;

    // test/dsl/corpus/externs.ts:90
    DirectMeter(MeterType_t.PACKETS, 2, 1, 0) metered;

    // test/dsl/corpus/externs.ts:91
    action paint(bit<9> port) {
        meta.color = (bit<2>)metered.execute();
        ig_tm_md.ucast_egress_port = port;
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
        size = 256;
        meters = metered;
    }

    apply {
        per_port.count(ig_intr_md.ingress_port);
        bytes_of_kind.count(hdr.data.a);
        meta.color = (bit<2>)rate.execute(hdr.data.a[5:0]);
        if (meta.color == 2) {
            ig_dprsr_md.drop_ctl = 1;
        } else {
            painted.apply();
        }
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.data);
    }
}

// test/dsl/corpus/externs.ts:94
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // test/dsl/corpus/externs.ts:94
    state start {
        packet.extract(eg_intr_md);
        transition accept;
    }
}

// test/dsl/corpus/externs.ts:94
control egress(inout headers_t hdr, inout metadata_t meta, in egress_intrinsic_metadata_t eg_intr_md,
        in egress_intrinsic_metadata_from_parser_t eg_prsr_md,
        inout egress_intrinsic_metadata_for_deparser_t eg_dprsr_md,
        inout egress_intrinsic_metadata_for_output_port_t eg_oport_md) {
    apply {
    }
}

control egress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in egress_intrinsic_metadata_for_deparser_t eg_dprsr_md) {
    apply {
    }
}

Pipeline(ingress_parser(), ingress(), ingress_deparser(), egress_parser(), egress(), egress_deparser()) pipe;
Switch(pipe) main;
