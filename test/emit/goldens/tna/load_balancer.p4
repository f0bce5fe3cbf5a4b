// load_balancer for Tofino, generated from test/dsl/corpus/load-balancer.ts:115
// Address translation in front of groups of servers.

#include <core.p4>
#include <tna.p4>

// What ingress leaves for egress, in front of the packet.
// test/dsl/corpus/load-balancer.ts:115
header bridge_t {
    @padding
    bit<7> padding_1;
    bit<9> ingress_port;
}

// test/dsl/corpus/base.ts:15
header ethernet_t {
    bit<48> dst;
    bit<48> src;
    bit<16> ether_type;
}

// test/dsl/corpus/load-balancer.ts:29
header ipv4_t {
    bit<8>  version_ihl;
    bit<8>  service;
    bit<16> total_length;
    bit<32> rest;
    bit<8>  ttl;
    bit<8>  protocol;
    bit<16> header_checksum;
    bit<32> src;
    bit<32> dst;
}

// test/dsl/corpus/load-balancer.ts:40
header udp_t {
    bit<16> src;
    bit<16> dst;
    bit<16> length;
    bit<16> sum;
}

// test/dsl/corpus/load-balancer.ts:41
struct headers_t {
    bridge_t   bridge;
    ethernet_t ethernet;
    ipv4_t     ipv4;
    udp_t      udp;
}

// test/dsl/corpus/load-balancer.ts:42
@pa_auto_init_metadata
struct metadata_t {
    bool translated;
}

// test/dsl/corpus/load-balancer.ts:44
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // test/dsl/corpus/load-balancer.ts:44
    state start {
        packet.extract(ig_intr_md);
        hdr.bridge.setValid();
        hdr.bridge.ingress_port = 0;
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // test/dsl/corpus/load-balancer.ts:45
    state parse_packet {
        packet.extract(hdr.ethernet);
        transition select(hdr.ethernet.ether_type) {
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // test/dsl/corpus/load-balancer.ts:46
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        transition select(hdr.ipv4.protocol) {
            17: parse_udp;
            default: accept;
        }
    }

    // test/dsl/corpus/load-balancer.ts:47
    state parse_udp {
        packet.extract(hdr.udp);
        transition accept;
    }
}

// test/dsl/corpus/load-balancer.ts:115
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    // test/dsl/corpus/load-balancer.ts:79
    DirectCounter<bit<64>>(CounterType_t.PACKETS_AND_BYTES) answers;

    // test/dsl/corpus/load-balancer.ts:56
    @brief("The servers of all services.")
    Hash<bit<16>>(HashAlgorithm_t.CRC32) servers_hash;
    ActionProfile(256) servers_members;
    ActionSelector(servers_members, servers_hash, SelectorMode_t.FAIR, 64, 256) servers;

    // test/dsl/corpus/load-balancer.ts:50
    @brief("The service becomes one of its servers.")
    action to_server(bit<32> address, bit<16> port) {
        hdr.ipv4.dst = address;
        hdr.udp.dst = port;
        meta.translated = true;
    }

    // test/dsl/corpus/load-balancer.ts:89
    action forward(bit<9> port, bit<48> src, bit<48> dst) {
        hdr.ethernet.src = src;
        hdr.ethernet.dst = dst;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        ig_tm_md.ucast_egress_port = port;
    }

    // test/dsl/corpus/load-balancer.ts:88
    action discard() {
        ig_dprsr_md.drop_ctl = 1;
    }

    // test/dsl/corpus/load-balancer.ts:74
    action from_server(bit<32> address, bit<16> port) {
        hdr.ipv4.src = address;
        hdr.udp.src = port;
        meta.translated = true;
        answers.count();
    }

    // test/dsl/corpus/load-balancer.ts:80
    action answers_of_servers_no_action() {
        answers.count();
    }

    // test/dsl/corpus/load-balancer.ts:61
    @brief("A service by its own address.")
    table services {
        key = {
            hdr.ipv4.dst: exact @name("address");
            hdr.udp.dst: exact @name("port");
            hdr.ipv4.src: selector @name("client");
            hdr.udp.src: selector @name("client_port");
        }
        actions = {
            to_server;
            NoAction;
        }
        size = 128;
        implementation = servers;
    }

    // test/dsl/corpus/load-balancer.ts:80
    @brief("Answers get the address of their service back.")
    table answers_of_servers {
        key = {
            hdr.ipv4.src: exact @name("address");
            hdr.udp.src: exact @name("port");
        }
        actions = {
            from_server;
            answers_of_servers_no_action;
        }
        default_action = answers_of_servers_no_action();
        size = 256;
        counters = answers;
    }

    // test/dsl/corpus/load-balancer.ts:95
    table routes {
        key = {
            hdr.ipv4.dst: lpm @name("dst");
        }
        actions = {
            forward;
            discard;
        }
        default_action = discard();
        size = 512;
    }

    apply {
        if (hdr.udp.isValid()) {
            // Clients to servers (test/dsl/corpus/load-balancer.ts:124)
            services.apply();

            // Servers to clients (test/dsl/corpus/load-balancer.ts:125)
            if (!meta.translated) {
                answers_of_servers.apply();
            }
            if (meta.translated) {
                hdr.udp.sum = 0;
            }
        }
        if (hdr.ipv4.isValid() && hdr.ipv4.ttl > 1) {
            routes.apply();
        }
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    Checksum() checksum;

    apply {
        // test/dsl/corpus/load-balancer.ts:112
        hdr.ipv4.header_checksum = checksum.update({
            hdr.ipv4.version_ihl,
            hdr.ipv4.service,
            hdr.ipv4.total_length,
            hdr.ipv4.rest,
            hdr.ipv4.ttl,
            hdr.ipv4.protocol,
            hdr.ipv4.src,
            hdr.ipv4.dst
        });
        packet.emit(hdr.bridge);
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
        packet.emit(hdr.udp);
    }
}

// test/dsl/corpus/load-balancer.ts:115
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // test/dsl/corpus/load-balancer.ts:115
    state start {
        packet.extract(eg_intr_md);
        packet.extract(hdr.bridge);
        transition accept;
    }
}

// test/dsl/corpus/load-balancer.ts:115
control egress(inout headers_t hdr, inout metadata_t meta, in egress_intrinsic_metadata_t eg_intr_md,
        in egress_intrinsic_metadata_from_parser_t eg_prsr_md,
        inout egress_intrinsic_metadata_for_deparser_t eg_dprsr_md,
        inout egress_intrinsic_metadata_for_output_port_t eg_oport_md) {
    apply {
        if (eg_intr_md.egress_port == hdr.bridge.ingress_port) {
            eg_dprsr_md.drop_ctl = 1;
        }
    }
}

control egress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in egress_intrinsic_metadata_for_deparser_t eg_dprsr_md) {
    apply {
    }
}

Pipeline(ingress_parser(), ingress(), ingress_deparser(), egress_parser(), egress(), egress_deparser()) pipe;
Switch(pipe) main;
