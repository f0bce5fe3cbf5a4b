// load_balancer, generated from test/dsl/corpus/load-balancer.ts:115
// Address translation in front of groups of servers.

#include <core.p4>
#include <v1model.p4>

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
    ethernet_t ethernet;
    ipv4_t     ipv4;
    udp_t      udp;
}

// test/dsl/corpus/load-balancer.ts:42
struct metadata_t {
    bool translated;
}

// test/dsl/corpus/load-balancer.ts:44
parser packet_parser(packet_in packet, out headers_t hdr, inout metadata_t meta,
        inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/load-balancer.ts:45
    state start {
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

control verify_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // test/dsl/corpus/load-balancer.ts:112
        verify_checksum(
            hdr.ipv4.isValid(),
            {hdr.ipv4.version_ihl, hdr.ipv4.service, hdr.ipv4.total_length, hdr.ipv4.rest, hdr.ipv4.ttl,
                    hdr.ipv4.protocol, hdr.ipv4.src, hdr.ipv4.dst},
            hdr.ipv4.header_checksum,
            HashAlgorithm.csum16
        );
    }
}

// test/dsl/corpus/load-balancer.ts:115
control ingress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    // test/dsl/corpus/load-balancer.ts:79
    direct_counter(CounterType.packets_and_bytes) answers;

    // test/dsl/corpus/load-balancer.ts:56
    @brief("The servers of all services.")
    action_selector(HashAlgorithm.crc32, 256, 16) servers;

    // test/dsl/corpus/load-balancer.ts:50
    @brief("The service becomes one of its servers.")
    action to_server(bit<32> address, bit<16> port) {
        hdr.ipv4.dst = address;
        hdr.udp.dst = port;
        meta.translated = true;
    }

    // test/dsl/corpus/load-balancer.ts:74
    action from_server(bit<32> address, bit<16> port) {
        hdr.ipv4.src = address;
        hdr.udp.src = port;
        meta.translated = true;
    }

    // test/dsl/corpus/load-balancer.ts:89
    action forward(bit<9> port, bit<48> src, bit<48> dst) {
        hdr.ethernet.src = src;
        hdr.ethernet.dst = dst;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        standard_metadata.egress_spec = port;
        standard_metadata.mcast_grp = 0;
    }

    // test/dsl/corpus/load-balancer.ts:88
    action discard() {
        mark_to_drop(standard_metadata);
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
            NoAction;
        }
        default_action = NoAction();
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
    }

    apply {
        mark_to_drop(standard_metadata);
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

// test/dsl/corpus/load-balancer.ts:115
control egress(inout headers_t hdr, inout metadata_t meta, inout standard_metadata_t standard_metadata) {
    apply {
        if (standard_metadata.egress_port == standard_metadata.ingress_port) {
            mark_to_drop(standard_metadata);
        }
    }
}

control update_checksums(inout headers_t hdr, inout metadata_t meta) {
    apply {
        // test/dsl/corpus/load-balancer.ts:112
        update_checksum(
            hdr.ipv4.isValid(),
            {hdr.ipv4.version_ihl, hdr.ipv4.service, hdr.ipv4.total_length, hdr.ipv4.rest, hdr.ipv4.ttl,
                    hdr.ipv4.protocol, hdr.ipv4.src, hdr.ipv4.dst},
            hdr.ipv4.header_checksum,
            HashAlgorithm.csum16
        );
    }
}

control deparser(packet_out packet, in headers_t hdr) {
    apply {
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
        packet.emit(hdr.udp);
    }
}

@pkginfo(name="load_balancer")
@brief("Address translation in front of groups of servers.")
V1Switch(packet_parser(), verify_checksums(), ingress(), egress(), update_checksums(), deparser()) main;
