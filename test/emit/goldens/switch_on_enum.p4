// switch_on_enum, generated from test/dsl/corpus/control-flow.ts:58

#include <core.p4>
#include <v1model.p4>

// test/dsl/corpus/control-flow.ts:54
enum bit<8> kind_t {
    request = 1,
    reply = 2,
    refusal = 200
}

// test/dsl/corpus/control-flow.ts:55
header message_t {
    kind_t kind;
    bit<8> body;
}

// test/dsl/corpus/control-flow.ts:55
struct headers_t {
    message_t message;
}

// test/dsl/corpus/control-flow.ts:60
struct metadata_t {
}

// test/dsl/corpus/control-flow.ts:61
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/control-flow.ts:61
    state start {
        packet.extract(hdr.message);
        transition accept;
    }
}

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
    }
}

// test/dsl/corpus/control-flow.ts:58
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        mark_to_drop(standard_metadata);
        switch (hdr.message.kind) {
            kind_t.request: {
                hdr.message.kind = kind_t.reply;
                standard_metadata.egress_spec = 1;
                standard_metadata.mcast_grp = 0;
            }
            kind_t.reply:
            kind_t.refusal: {
                standard_metadata.egress_spec = 2;
                standard_metadata.mcast_grp = 0;
            }
            default: {
                mark_to_drop(standard_metadata);
            }
        }
    }
}

// test/dsl/corpus/control-flow.ts:58
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
        packet.emit(hdr.message);
    }
}

@pkginfo(name="switch_on_enum")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
