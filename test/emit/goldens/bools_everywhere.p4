// bools_everywhere, generated from test/dsl/corpus/services.ts:238

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

// test/dsl/corpus/services.ts:235
struct metadata_t {
    bool   seen;
    bit<1> flag;
}

// test/dsl/corpus/services.ts:241
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:241
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

// test/dsl/corpus/services.ts:238
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/services.ts:248
    action answer(bit<9> port, bit<1> yes) {
        if ((bool)yes != meta.seen) {
            hdr.data.a = 255;
        }
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/services.ts:245
    table by_flag {
        key = {
            meta.seen: exact @name("seen");
            hdr.data.isValid(): exact @name("valid");
        }
        actions = {
            answer;
            NoAction;
        }
        default_action = NoAction();
    }

    apply {
        mark_to_drop(standard_metadata);
        meta.seen = hdr.data.a == 1 || (hdr.data.b == 2 && hdr.data.c != 3);
        meta.flag = (bit<1>)meta.seen;
        by_flag.apply();
        if (!(bool)meta.flag) {
            hdr.data.d = 0;
        }
    }
}

// test/dsl/corpus/services.ts:238
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

@pkginfo(name="bools_everywhere")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
