// names_in_controls for Tofino, generated from test/dsl/corpus/base.ts:39

#include <core.p4>
#include <tna.p4>

// What ingress leaves for egress, in front of the packet.
// test/dsl/corpus/base.ts:39
header bridge_t {
    @padding
    bit<6> padding_1;
    bit<1> ethernet_is_valid;
    bit<1> data_is_valid;
}

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
    bridge_t   bridge;
    ethernet_t ethernet;
    data_t     data;
}

// test/dsl/corpus/base.ts:28
@pa_auto_init_metadata
struct metadata_t {
    bit<8>  small;
    bit<16> half;
    bit<32> word;
    bit<64> wide;
    bit<1>  one;
}

// test/dsl/corpus/base.ts:30
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // test/dsl/corpus/base.ts:30
    state start {
        packet.extract(ig_intr_md);
        hdr.bridge.setValid();
        hdr.bridge.ethernet_is_valid = 0;
        hdr.bridge.data_is_valid = 0;
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // test/dsl/corpus/base.ts:30
    state parse_packet {
        packet.extract(hdr.ethernet);
        hdr.bridge.ethernet_is_valid = 1;
        packet.extract(hdr.data);
        hdr.bridge.data_is_valid = 1;
        transition accept;
    }
}

// test/dsl/corpus/services.ts:227
control ingress_coming(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
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
        size = 256;
    }

    apply {
        marks.apply();
    }
}

// test/dsl/corpus/base.ts:39
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    ingress_coming() coming;

    apply {
        coming.apply(hdr, meta, ig_intr_md, ig_prsr_md, ig_dprsr_md, ig_tm_md);
        ig_tm_md.mcast_grp_a = 2;
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.bridge);
        packet.emit(hdr.ethernet);
        packet.emit(hdr.data);
    }
}

// test/dsl/corpus/base.ts:39
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // test/dsl/corpus/base.ts:39
    state start {
        packet.extract(eg_intr_md);
        packet.extract(hdr.bridge);
        transition select(hdr.bridge.ethernet_is_valid, hdr.bridge.data_is_valid) {
            (1, 1): parse_ethernet_data;
            default: accept;
        }
    }

    // test/dsl/corpus/base.ts:39
    state parse_ethernet_data {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.data);
        transition accept;
    }
}

// test/dsl/corpus/services.ts:227
control egress_going(inout headers_t hdr, inout metadata_t meta, in egress_intrinsic_metadata_t eg_intr_md,
        in egress_intrinsic_metadata_from_parser_t eg_prsr_md,
        inout egress_intrinsic_metadata_for_deparser_t eg_dprsr_md,
        inout egress_intrinsic_metadata_for_output_port_t eg_oport_md) {
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
        size = 256;
    }

    apply {
        marks.apply();
    }
}

// test/dsl/corpus/base.ts:39
control egress(inout headers_t hdr, inout metadata_t meta, in egress_intrinsic_metadata_t eg_intr_md,
        in egress_intrinsic_metadata_from_parser_t eg_prsr_md,
        inout egress_intrinsic_metadata_for_deparser_t eg_dprsr_md,
        inout egress_intrinsic_metadata_for_output_port_t eg_oport_md) {
    egress_going() going;

    apply {
        going.apply(hdr, meta, eg_intr_md, eg_prsr_md, eg_dprsr_md, eg_oport_md);
    }
}

control egress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in egress_intrinsic_metadata_for_deparser_t eg_dprsr_md) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.data);
    }
}

Pipeline(ingress_parser(), ingress(), ingress_deparser(), egress_parser(), egress(), egress_deparser()) pipe;
Switch(pipe) main;
