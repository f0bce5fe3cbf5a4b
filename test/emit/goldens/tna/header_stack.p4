// header_stack for Tofino, generated from test/dsl/corpus/parsing.ts:88

#include <core.p4>
#include <tna.p4>

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/parsing.ts:84
header mpls_t {
    bit<20> label;
    bit<3>  traffic_class;
    bit<1>  bottom;
    bit<8>  ttl;
}

// test/dsl/corpus/parsing.ts:85
struct headers_t {
    ethernet_t ethernet;
    mpls_t[4]  mpls;
}

// test/dsl/corpus/parsing.ts:90
@pa_auto_init_metadata
struct metadata_t {
    bit<32> depth;
}

// test/dsl/corpus/parsing.ts:91
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // test/dsl/corpus/parsing.ts:91
    state start {
        packet.extract(ig_intr_md);
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // test/dsl/corpus/parsing.ts:92
    state parse_packet {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x8847: parse_mpls;
            default: accept;
        }
    }

    // test/dsl/corpus/parsing.ts:96
    state parse_mpls {
        packet.extract(hdr.mpls.next);
        transition select(hdr.mpls.last.bottom) {
            0: parse_mpls;
            default: accept;
        }
    }
}

// test/dsl/corpus/parsing.ts:88
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    apply {
        if (hdr.mpls[0].isValid()) {
            if (hdr.mpls[0].label == 3) {
                hdr.mpls.pop_front(1);
            } else {
                hdr.mpls.push_front(1);
                hdr.mpls[0].setValid();
                hdr.mpls[0].label = 16;
                hdr.mpls[0].traffic_class = hdr.mpls[1].traffic_class;
                hdr.mpls[0].bottom = 0;
                hdr.mpls[0].ttl = hdr.mpls[1].ttl - 1;
            }
            ig_tm_md.ucast_egress_port = 1;
        }
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.mpls);
    }
}

// test/dsl/corpus/parsing.ts:88
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // test/dsl/corpus/parsing.ts:88
    state start {
        packet.extract(eg_intr_md);
        transition accept;
    }
}

// test/dsl/corpus/parsing.ts:88
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
