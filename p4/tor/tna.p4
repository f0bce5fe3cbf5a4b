// tor for Tofino, generated from src/programs/tor/program.ts:82
// RingWorld's top-of-rack switch: token ring, sequencing and replication.

#include <core.p4>
#include <tna.p4>

const bit<9> CPU_PORT = 64;

const bit<8> KIND_APPEND = 1;
const bit<8> KIND_TICKET = 2;
const bit<8> KIND_WRITE = 3;
const bit<8> KIND_READ = 4;
const bit<8> KIND_FILL = 5;
const bit<8> KIND_RELEASE_QUERY = 6;
const bit<8> KIND_CONFIRM = 7;
const bit<8> KIND_TRIM = 8;
const bit<8> KIND_PENDING = 16;
const bit<8> KIND_ADVANCE = 17;
const bit<8> KIND_TOKEN = 32;
const bit<8> KIND_TOKEN_ACK = 33;
const bit<8> KIND_STORE = 48;
const bit<8> KIND_STORED = 49;
const bit<8> KIND_WITNESS = 50;
const bit<8> KIND_FETCH = 51;
const bit<8> KIND_FORGET = 52;
const bit<8> KIND_GRANT = 64;
const bit<8> KIND_RELEASE = 65;
const bit<8> KIND_COMMITTED = 66;
const bit<8> KIND_REFUSED = 67;
const bit<8> KIND_DATA = 68;
const bit<8> KIND_CONFIRMED = 69;
const bit<8> KIND_TRIMMED = 70;
const bit<8> KIND_MARK = 71;
const bit<8> KIND_FEED = 72;
const bit<8> KIND_TICK = 80;
const bit<8> KIND_STATUS = 96;
const bit<8> KIND_STATUS_REPLY = 97;
const bit<8> KIND_SET_LANE = 98;
const bit<8> KIND_SEAL = 112;
const bit<8> KIND_SEALED = 113;
const bit<8> KIND_SURVEY = 114;
const bit<8> KIND_SURVEYED = 115;
const bit<8> KIND_LIST = 116;
const bit<8> KIND_LISTED = 117;
const bit<8> KIND_RECALL = 118;
const bit<8> KIND_RECALLED = 119;
const bit<8> KIND_RESTORE = 120;
const bit<8> KIND_RESTORED = 121;
const bit<8> KIND_INSTALL = 122;
const bit<8> KIND_INSTALLED = 123;

const bit<8> OP_DROP = 0;
const bit<8> OP_ROUTE = 1;
const bit<8> OP_ARRIVE = 2;
const bit<8> OP_TICKET = 3;
const bit<8> OP_PENDING = 4;
const bit<8> OP_TOKEN = 5;
const bit<8> OP_TOKEN_ACK = 6;
const bit<8> OP_TICK = 7;
const bit<8> OP_RELEASE_QUERY = 8;
const bit<8> OP_WRITE = 9;
const bit<8> OP_FILL = 10;
const bit<8> OP_STORED = 11;
const bit<8> OP_ADVANCE = 12;
const bit<8> OP_READ = 13;
const bit<8> OP_STATUS = 14;
const bit<8> OP_SET_LANE = 15;
const bit<8> OP_TO_LEADER = 16;
const bit<8> OP_OTHER_VIEW = 17;
const bit<8> OP_READ_ALL = 18;
const bit<8> OP_TOO_LARGE = 19;
const bit<8> OP_RESEND = 20;
const bit<8> OP_CONFIRM = 21;
const bit<8> OP_TO_CONTROLLER = 22;
const bit<8> OP_ANSWERED = 23;
const bit<8> OP_TRIM = 24;
const bit<8> OP_FENCED = 25;
const bit<8> OP_SERVER_FENCED = 26;
const bit<8> OP_FENCED_OFF = 27;

const bit<8> CODE_NONE = 0;
const bit<8> CODE_NOT_COMMITTED = 1;
const bit<8> CODE_BUSY = 2;
const bit<8> CODE_PAST = 3;
const bit<8> CODE_CONFLICT = 4;
const bit<8> CODE_VIEW = 5;
const bit<8> CODE_EPOCH_PAST = 6;
const bit<8> CODE_TOO_LARGE = 8;
const bit<8> CODE_FENCED = 11;
const bit<8> CODE_SERVER_FENCED = 12;

// What ingress leaves for egress, in front of the packet.
// src/programs/tor/program.ts:82
header bridge_t {
    bit<32> switch_ip;
    bit<16> replica_set;
    @padding
    bit<3>  padding_1;
    bit<1>  packet_in_is_valid;
    bit<1>  ethernet_is_valid;
    bit<1>  ipv4_is_valid;
    bit<1>  udp_is_valid;
    bit<1>  ringworld_is_valid;
}

// In front of a packet that the switch sends to its controller.
// src/programs/headers.ts:4
header packet_in_t {
    bit<16> ingress_port;
}

// In front of a packet from the controller: the port it leaves by, or 0 for what the program does with it.
// src/programs/headers.ts:10
header packet_out_t {
    bit<16> egress_port;
}

// Ethernet II.
// src/programs/headers.ts:22
header ethernet_t {
    // Destination MAC address.
    bit<48> dst;
    // Source MAC address.
    bit<48> src;
    // What follows.
    bit<16> ether_type;
}

// IPv4 without options.
// src/programs/headers.ts:23
header ipv4_t {
    // 4.
    bit<4>  version;
    // Length of the header in words of 32 bits; 5 without options.
    bit<4>  ihl;
    // Differentiated services code point: the traffic class.
    bit<6>  dscp;
    // Explicit congestion notification.
    bit<2>  ecn;
    // Bytes of this header and all that follows.
    bit<16> total_length;
    // Joins the fragments of one datagram.
    bit<16> identification;
    // Reserved, don't fragment, more fragments.
    bit<3>  flags;
    // Where a fragment belongs, in units of 8 bytes.
    bit<13> fragment_offset;
    // Hops that are left.
    bit<8>  ttl;
    // What follows.
    bit<8>  protocol;
    // Internet checksum of this header.
    bit<16> header_checksum;
    // Source address.
    bit<32> src;
    // Destination address.
    bit<32> dst;
}

// UDP.
// src/programs/headers.ts:24
header udp_t {
    // Source port.
    bit<16> src_port;
    // Destination port.
    bit<16> dst_port;
    // Bytes of this header and the data.
    bit<16> length;
    // 0: none.
    bit<16> checksum;
}

// A message of the RingWorld protocol.
// src/programs/headers.ts:25
header ringworld_t {
    // 1.
    bit<8>  version;
    // What this message is.
    bit<8>  kind;
    // Why a request was refused; options of a request.
    bit<8>  code;
    // One bit: the member of the replica set that this copy is for.
    bit<8>  replica;
    // View number (paper §3.2.3).
    bit<32> view;
    // How often the token had visited the switch when the request arrived.
    bit<32> epoch;
    // Arrival count of a request at its switch; the first one of a release.
    bit<32> ticket;
    // Indices asked for, or released; attempt number of a read.
    bit<32> count;
    // Log index, upper half; in a token the largest index handed out.
    bit<32> index_hi;
    // Log index, lower half. The first index is 1; 0 is the empty log.
    bit<32> index_lo;
    // Token: hop number. Inside a leader and in refusals: a commit cursor.
    bit<32> sequence;
    // Unique for one life of a client.
    bit<64> client;
    // Number of the append within that client.
    bit<32> request;
    // Identity of the value: a digest, never 0; 0 is junk.
    bit<32> tag;
    // IPv4 address that wants the answer.
    bit<32> reply_to;
    // Stream of the entry, 0 for none.
    bit<32> stream;
    // Bytes of the entry that follow.
    bit<16> length;
    // 0: the payload is one entry. Else a pack of so many.
    bit<16> entries;
}

// src/programs/headers.ts:19
struct headers_t {
    bridge_t     bridge;
    packet_in_t  packet_in;
    packet_out_t packet_out;
    ethernet_t   ethernet;
    ipv4_t       ipv4;
    udp_t        udp;
    ringworld_t  ringworld;
}

// src/programs/tor/meta.ts:4
@pa_auto_init_metadata
struct metadata_t {
    bit<32> view;
    bit<48> switch_mac;
    bit<8>  role;
    bit<1>  trusted;
    bit<1>  own_address;
    bit<1>  fenced;
    bit<1>  server_fenced;
    bit<8>  refusal;
    bit<32> view_difference;
    bit<8>  operation;
    bit<32> newer;
    bit<1>  own_token;
    bit<1>  acknowledged;
    bit<32> epoch;
    bit<32> epoch_age;
    bit<2>  epoch_state;
    bit<32> arrivals;
    bit<32> place;
    bit<32> first;
    bit<32> addend;
    bit<32> low_before;
    bit<1>  leads;
    bit<8>  lane;
    bit<16> group;
    bit<8>  majority;
    bit<8>  members;
    bit<32> leader_ip;
    bit<1>  member;
    bit<8>  voter;
    bit<32> server_ip;
    bit<1>  served;
    bit<32> position;
    bit<32> cursor;
    bit<32> distance;
    bit<2>  standing;
    bit<32> target;
    bit<32> owner;
    bit<1>  known;
    bit<1>  matches;
    bit<1>  junk;
    bit<16> vote;
    bit<1>  contested;
    bit<16> votes;
    bit<16> fresh_votes;
    bit<2>  value_quorum;
    bit<2>  junk_quorum;
}

// src/programs/tor/replication-registers.ts:36
struct commit_cursor_t {
    bit<32> position;
    bit<32> view;
}

// src/programs/tor/replication-registers.ts:77
struct slot_owner_t {
    bit<32> position;
    bit<32> view;
}

// src/programs/parser.ts:12
@noWarn("uninitialized-out-param")
parser ingress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out ingress_intrinsic_metadata_t ig_intr_md) {
    // src/programs/parser.ts:12
    state start {
        packet.extract(ig_intr_md);
        hdr.bridge.setValid();
        hdr.bridge.switch_ip = 0;
        hdr.bridge.replica_set = 0;
        hdr.bridge.packet_in_is_valid = 0;
        hdr.bridge.ethernet_is_valid = 0;
        hdr.bridge.ipv4_is_valid = 0;
        hdr.bridge.udp_is_valid = 0;
        hdr.bridge.ringworld_is_valid = 0;
        packet.advance(PORT_METADATA_SIZE);
        transition parse_packet;
    }

    // src/programs/parser.ts:13
    state parse_packet {
        transition select(ig_intr_md.ingress_port) {
            CPU_PORT: parse_packet_out;
            default: parse_ethernet;
        }
    }

    // src/programs/parser.ts:20
    state parse_packet_out {
        packet.extract(hdr.packet_out);
        transition parse_ethernet;
    }

    // src/programs/parser.ts:21
    state parse_ethernet {
        packet.extract(hdr.ethernet);
        hdr.bridge.ethernet_is_valid = 1;
        transition select(hdr.ethernet.ether_type) {
            0x800: parse_ipv4;
            default: accept;
        }
    }

    // src/programs/parser.ts:25
    state parse_ipv4 {
        packet.extract(hdr.ipv4);
        hdr.bridge.ipv4_is_valid = 1;
        transition select(hdr.ipv4.ihl, hdr.ipv4.fragment_offset, hdr.ipv4.protocol) {
            (5, 0, 17): parse_udp;
            default: accept;
        }
    }

    // src/programs/parser.ts:33
    state parse_udp {
        packet.extract(hdr.udp);
        hdr.bridge.udp_is_valid = 1;
        transition select(hdr.udp.dst_port) {
            0x5257: parse_ringworld;
            default: accept;
        }
    }

    // src/programs/parser.ts:34
    state parse_ringworld {
        packet.extract(hdr.ringworld);
        hdr.bridge.ringworld_is_valid = 1;
        transition accept;
    }
}

// src/programs/tor/program.ts:82
control ingress(inout headers_t hdr, inout metadata_t meta, in ingress_intrinsic_metadata_t ig_intr_md,
        in ingress_intrinsic_metadata_from_parser_t ig_prsr_md,
        inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md,
        inout ingress_intrinsic_metadata_for_tm_t ig_tm_md) {
    // src/programs/tor/replication-registers.ts:37
    @brief("L of each lane: all positions below are committed. It has begun in the view that stands beside it.")
    Register<commit_cursor_t, bit<4>>(16, {0, 0}) commit_cursor;

    // src/programs/tor/replication-registers.ts:75
    @brief("Which position holds the slot, plus one, and in which view: what an older view left there counts for nothing.")
    Register<slot_owner_t, bit<14>>(16384, {0, 0}) slot_owner;

    // src/programs/tor/replication-registers.ts:193
    @brief("Whether junk was ever proposed for the slot: then one log server alone may hold what was not committed.")
    Register<bit<1>, bit<14>>(16384, 0) slot_contested;

    // src/programs/tor/replication-registers.ts:113
    @brief("Which value the slot is for; 0 is junk.")
    Register<bit<32>, bit<14>>(16384, 0) slot_tag;

    // src/programs/tor/replication-registers.ts:150
    @brief("Acknowledgements of a slot: the low half for its value, the high half for junk; one bit a replica.")
    Register<bit<16>, bit<14>>(16384, 0) slot_votes;

    // src/programs/tor/sequencer-registers.ts:14
    @brief("Hop number of the newest token that was accepted.")
    Register<bit<32>, bit<1>>(1, 0) token_sequence;

    // src/programs/tor/sequencer-registers.ts:42
    @brief("View of the token that was sent last.")
    Register<bit<32>, bit<1>>(1, 0) token_view;

    // src/programs/tor/sequencer-registers.ts:68
    @brief("Hop number of the newest token that the successor has acknowledged.")
    Register<bit<32>, bit<1>>(1, 0) acknowledged;

    // src/programs/tor/sequencer-registers.ts:94
    @brief("How often the token has been here.")
    Register<bit<32>, bit<1>>(1, 0) epoch;

    // src/programs/tor/sequencer-registers.ts:116
    @brief("Tickets given out so far.")
    Register<bit<32>, bit<1>>(1, 0) arrivals;

    // src/programs/tor/sequencer-registers.ts:149
    @brief("Tickets whose epoch is closed.")
    Register<bit<32>, bit<1>>(1, 0) released;

    // src/programs/tor/sequencer-registers.ts:178
    @brief("First ticket of each closed epoch.")
    Register<bit<32>, bit<8>>(256, 0) epoch_first;

    // src/programs/tor/sequencer-registers.ts:203
    @brief("Lower half of the index that the token brought when the epoch closed.")
    Register<bit<32>, bit<8>>(256, 0) epoch_base_lo;

    // src/programs/tor/sequencer-registers.ts:203
    @brief("Upper half of the index that the token brought when the epoch closed.")
    Register<bit<32>, bit<8>>(256, 0) epoch_base_hi;

    // src/programs/tor/sequencer-registers.ts:241
    @brief("Lower half of the index that the token left with.")
    Register<bit<32>, bit<1>>(1, 0) sent_lo;

    // src/programs/tor/sequencer-registers.ts:241
    @brief("Upper half of the index that the token left with.")
    Register<bit<32>, bit<1>>(1, 0) sent_hi;

    // src/programs/tor/replication-registers.ts:40
    RegisterAction<commit_cursor_t, bit<4>, bit<32>>(commit_cursor) read_cursor = {
        void apply(inout commit_cursor_t cell, out bit<32> output) {
            output = cell.position;
        }
    };

    // src/programs/tor/replication-registers.ts:41
    RegisterAction<commit_cursor_t, bit<4>, bit<32>>(commit_cursor) move_cursor = {
        void apply(inout commit_cursor_t cell, out bit<32> output) {
            output = cell.position;
            if (cell.position == hdr.ringworld.sequence) {
                cell.position = cell.position + 1;
            }
        }
    };

    // src/programs/tor/replication-registers.ts:48
    RegisterAction<commit_cursor_t, bit<4>, bit<32>>(commit_cursor) set_cursor = {
        void apply(inout commit_cursor_t cell) {
            if (!(cell.view == meta.view)) {
                cell.position = hdr.ringworld.sequence;
            }
            cell.view = meta.view;
        }
    };

    // src/programs/tor/replication-registers.ts:83
    RegisterAction<slot_owner_t, bit<14>, bit<1>>(slot_owner) take_slot = {
        void apply(inout slot_owner_t cell, out bit<1> output) {
            if (cell.position == meta.owner && cell.view == meta.view) {
                output = 1;
            } else {
                output = 0;
            }
            cell.position = meta.owner;
            cell.view = meta.view;
        }
    };

    // src/programs/tor/replication-registers.ts:87
    RegisterAction<slot_owner_t, bit<14>, bit<1>>(slot_owner) check_slot = {
        void apply(inout slot_owner_t cell, out bit<1> output) {
            if (cell.position == meta.owner && cell.view == meta.view) {
                output = 1;
            } else {
                output = 0;
            }
        }
    };

    // src/programs/tor/replication-registers.ts:196
    RegisterAction<bit<1>, bit<14>, bit<1>>(slot_contested) set_contested = {
        void apply(inout bit<1> cell) {
            cell = 1;
        }
    };

    // src/programs/tor/replication-registers.ts:197
    RegisterAction<bit<1>, bit<14>, bit<1>>(slot_contested) read_contested = {
        void apply(inout bit<1> cell, out bit<1> output) {
            output = cell;
        }
    };

    // src/programs/tor/replication-registers.ts:116
    RegisterAction<bit<32>, bit<14>, bit<1>>(slot_tag) write_tag = {
        void apply(inout bit<32> cell, out bit<1> output) {
            output = 1;
            cell = hdr.ringworld.tag;
        }
    };

    // src/programs/tor/replication-registers.ts:120
    RegisterAction<bit<32>, bit<14>, bit<1>>(slot_tag) join_tag = {
        void apply(inout bit<32> cell, out bit<1> output) {
            if (cell == 0 || cell == hdr.ringworld.tag) {
                output = 1;
            } else {
                output = 0;
            }
            if (cell == 0) {
                cell = hdr.ringworld.tag;
            }
        }
    };

    // src/programs/tor/replication-registers.ts:117
    RegisterAction<bit<32>, bit<14>, bit<1>>(slot_tag) check_tag = {
        void apply(inout bit<32> cell, out bit<1> output) {
            if (cell == hdr.ringworld.tag) {
                output = 1;
            } else {
                output = 0;
            }
        }
    };

    // src/programs/tor/replication-registers.ts:153
    RegisterAction<bit<16>, bit<14>, bit<16>>(slot_votes) clear_votes = {
        void apply(inout bit<16> cell) {
            cell = 0;
        }
    };

    // src/programs/tor/replication-registers.ts:154
    RegisterAction<bit<16>, bit<14>, bit<16>>(slot_votes) add_vote = {
        void apply(inout bit<16> cell, out bit<16> output) {
            output = cell;
            cell = cell | meta.vote;
        }
    };

    // src/programs/tor/replication-registers.ts:158
    RegisterAction<bit<16>, bit<14>, bit<16>>(slot_votes) read_votes = {
        void apply(inout bit<16> cell, out bit<16> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:17
    RegisterAction<bit<32>, bit<1>, bit<32>>(token_sequence) accept_sequence = {
        void apply(inout bit<32> cell, out bit<32> output) {
            if ((int<32>)(hdr.ringworld.sequence - cell) > 0) {
                output = 1;
                cell = hdr.ringworld.sequence;
            } else {
                output = 0;
            }
        }
    };

    // src/programs/tor/sequencer-registers.ts:22
    RegisterAction<bit<32>, bit<1>, bit<32>>(token_sequence) read_sequence = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:43
    RegisterAction<bit<32>, bit<1>, bit<32>>(token_view) write_view = {
        void apply(inout bit<32> cell) {
            cell = hdr.ringworld.view;
        }
    };

    // src/programs/tor/sequencer-registers.ts:44
    RegisterAction<bit<32>, bit<1>, bit<1>>(token_view) compare_view = {
        void apply(inout bit<32> cell, out bit<1> output) {
            if (cell == meta.view) {
                output = 1;
            } else {
                output = 0;
            }
        }
    };

    // src/programs/tor/sequencer-registers.ts:71
    RegisterAction<bit<32>, bit<1>, bit<32>>(acknowledged) write_acknowledged = {
        void apply(inout bit<32> cell) {
            if ((int<32>)(hdr.ringworld.sequence - cell) > 0) {
                cell = hdr.ringworld.sequence;
            }
        }
    };

    // src/programs/tor/sequencer-registers.ts:75
    RegisterAction<bit<32>, bit<1>, bit<1>>(acknowledged) compare_acknowledged = {
        void apply(inout bit<32> cell, out bit<1> output) {
            if (cell == hdr.ringworld.sequence) {
                output = 1;
            } else {
                output = 0;
            }
        }
    };

    // src/programs/tor/sequencer-registers.ts:95
    RegisterAction<bit<32>, bit<1>, bit<32>>(epoch) next_epoch = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
            cell = cell + 1;
        }
    };

    // src/programs/tor/sequencer-registers.ts:96
    RegisterAction<bit<32>, bit<1>, bit<32>>(epoch) read_epoch = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:117
    RegisterAction<bit<32>, bit<1>, bit<32>>(arrivals) add_arrivals = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
            cell = cell + hdr.ringworld.count;
        }
    };

    // src/programs/tor/sequencer-registers.ts:121
    RegisterAction<bit<32>, bit<1>, bit<32>>(arrivals) next_arrival = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
            cell = cell + 1;
        }
    };

    // src/programs/tor/sequencer-registers.ts:122
    RegisterAction<bit<32>, bit<1>, bit<32>>(arrivals) read_arrivals = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:150
    RegisterAction<bit<32>, bit<1>, bit<32>>(released) release_all = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
            cell = meta.arrivals;
        }
    };

    // src/programs/tor/sequencer-registers.ts:154
    RegisterAction<bit<32>, bit<1>, bit<32>>(released) read_released = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:181
    RegisterAction<bit<32>, bit<8>, bit<32>>(epoch_first) write_first = {
        void apply(inout bit<32> cell) {
            cell = hdr.ringworld.ticket;
        }
    };

    // src/programs/tor/sequencer-registers.ts:182
    RegisterAction<bit<32>, bit<8>, bit<32>>(epoch_first) read_first = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:204
    RegisterAction<bit<32>, bit<8>, bit<32>>(epoch_base_lo) write_epoch_base_lo = {
        void apply(inout bit<32> cell) {
            cell = hdr.ringworld.index_lo;
        }
    };

    // src/programs/tor/sequencer-registers.ts:205
    RegisterAction<bit<32>, bit<8>, bit<32>>(epoch_base_lo) read_epoch_base_lo = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:204
    RegisterAction<bit<32>, bit<8>, bit<32>>(epoch_base_hi) write_epoch_base_hi = {
        void apply(inout bit<32> cell) {
            cell = hdr.ringworld.index_hi;
        }
    };

    // src/programs/tor/sequencer-registers.ts:205
    RegisterAction<bit<32>, bit<8>, bit<32>>(epoch_base_hi) read_epoch_base_hi = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:242
    RegisterAction<bit<32>, bit<1>, bit<32>>(sent_lo) write_sent_lo = {
        void apply(inout bit<32> cell) {
            cell = hdr.ringworld.index_lo;
        }
    };

    // src/programs/tor/sequencer-registers.ts:243
    RegisterAction<bit<32>, bit<1>, bit<32>>(sent_lo) read_sent_lo = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/sequencer-registers.ts:242
    RegisterAction<bit<32>, bit<1>, bit<32>>(sent_hi) write_sent_hi = {
        void apply(inout bit<32> cell) {
            cell = hdr.ringworld.index_hi;
        }
    };

    // src/programs/tor/sequencer-registers.ts:243
    RegisterAction<bit<32>, bit<1>, bit<32>>(sent_hi) read_sent_hi = {
        void apply(inout bit<32> cell, out bit<32> output) {
            output = cell;
        }
    };

    // src/programs/tor/classify.ts:207
    DirectCounter<bit<64>>(CounterType_t.PACKETS) messages;

    // src/programs/tor/senders.ts:46
    @brief("Packets that the data plane refused: 1 another's address, 2 from where it cannot come, 3 of no member of the set, 4 of a fenced log server.")
    Counter<bit<64>, bit<8>>(8, CounterType_t.PACKETS) refused;

    // src/programs/ports.ts:19
    action set_role(bit<8> role, bit<1> trusted) {
        meta.role = role;
        meta.trusted = trusted;
    }

    // src/programs/tor/senders.ts:12
    @brief("The packet comes from the host that has this address.")
    action own_address() {
        meta.own_address = 1;
    }

    // src/programs/tor/senders.ts:15
    @brief("The same, and the host is fenced off.")
    action fenced_address() {
        meta.own_address = 1;
        meta.fenced = 1;
    }

    // src/programs/traffic-class.ts:4
    @brief("Puts the packet into the queue of its class.")
    action set_class(bit<3> priority) {
        ig_tm_md.qid = (bit<5>)priority;
    }

    // src/programs/traffic-class.ts:8
    @brief("Takes a claim away that the sender has no right to.")
    action remark(bit<6> dscp, bit<3> priority) {
        hdr.ipv4.dscp = dscp;
        ig_tm_md.qid = (bit<5>)priority;
    }

    // src/programs/tor/program.ts:19
    action set_switch(bit<32> view, bit<32> switch_ip, bit<48> switch_mac) {
        meta.view = view;
        meta.view_difference = hdr.ringworld.view ^ view;
        hdr.bridge.switch_ip = switch_ip;
        meta.switch_mac = switch_mac;
    }

    // src/programs/tor/program.ts:29
    @brief("A switch that was told no view has none in common with any message, not even with one of view 0.")
    action no_view() {
        meta.view_difference = 0xffffffff;
    }

    // src/programs/tor/replication.ts:28
    @brief("This switch leads the stripe.")
    action lead(bit<4> lane, bit<16> replica_set, bit<16> group, bit<8> majority, bit<8> members) {
        meta.leads = 1;
        meta.lane = (bit<8>)lane;
        hdr.bridge.replica_set = replica_set;
        meta.group = group;
        meta.majority = majority;
        meta.members = members;
    }

    // src/programs/tor/replication.ts:20
    @brief("Another switch leads the stripe.")
    action to_leader(bit<32> leader_ip, bit<16> replica_set) {
        meta.leader_ip = leader_ip;
        hdr.bridge.replica_set = replica_set;
    }

    // src/programs/tor/senders.ts:35
    action is_member(bit<8> replica) {
        meta.member = 1;
        meta.voter = replica;
    }

    // src/programs/tor/senders.ts:25
    @brief("The log server is suspected: nothing for the log is forwarded to it.")
    action fence() {
        meta.server_fenced = 1;
    }

    // src/programs/tor/replication-registers.ts:52
    action ask_cursor() {
        meta.cursor = read_cursor.execute(meta.lane[3:0]);
    }

    // src/programs/tor/replication-registers.ts:53
    action advance_cursor() {
        meta.cursor = move_cursor.execute(meta.lane[3:0]);
    }

    // src/programs/tor/replication-registers.ts:56
    action reset_cursor() {
        set_cursor.execute(meta.lane[3:0]);
    }

    // src/programs/tor/replication.ts:61
    @brief("The message is about its own position.")
    action own_position() {
        meta.target = meta.position;
        meta.owner = meta.position + 1;
    }

    // src/programs/tor/replication.ts:67
    @brief("An advance looks at the position after the one that it commits.")
    action next_position() {
        meta.position = hdr.ringworld.sequence;
        meta.target = hdr.ringworld.sequence + 1;
        meta.owner = hdr.ringworld.sequence + 2;
    }

    // src/programs/tor/replication.ts:50
    action fetch_from(bit<32> server_ip) {
        meta.server_ip = server_ip;
        meta.served = 1;
    }

    // src/programs/tor/replication-registers.ts:90
    action claim_slot() {
        meta.known = take_slot.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/replication-registers.ts:91
    action find_slot() {
        meta.known = check_slot.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/standing.ts:19
    action set_standing(bit<2> standing) {
        meta.standing = standing;
    }

    // src/programs/tor/replication-registers.ts:198
    action contest() {
        set_contested.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/replication-registers.ts:199
    action ask_contested() {
        meta.contested = read_contested.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/replication-registers.ts:127
    action keep_tag() {
        meta.matches = write_tag.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/replication-registers.ts:130
    action join_slot() {
        meta.matches = join_tag.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/replication-registers.ts:128
    action compare_tag() {
        meta.matches = check_tag.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/replication-registers.ts:159
    action forget_votes() {
        clear_votes.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/replication-registers.ts:160
    action count_vote() {
        meta.votes = add_vote.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/replication-registers.ts:161
    action ask_votes() {
        meta.votes = read_votes.execute(meta.lane[3:0] ++ meta.target[9:0]);
    }

    // src/programs/tor/votes.ts:73
    action tally() {
        meta.fresh_votes = meta.vote & ~meta.votes;
        meta.votes = meta.votes | meta.vote;
    }

    // src/programs/tor/votes.ts:37
    action set_value_quorum(bit<2> quorum) {
        meta.value_quorum = quorum;
    }

    // src/programs/tor/votes.ts:37
    action set_junk_quorum(bit<2> quorum) {
        meta.junk_quorum = quorum;
    }

    // src/programs/tor/sequencer-registers.ts:23
    action accept_token() {
        meta.newer = accept_sequence.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:26
    action ask_token() {
        hdr.ringworld.sequence = read_sequence.execute(0);
    }

    // src/programs/tor/sequencer.ts:23
    @brief("A token leaves with the next hop number.")
    action next_hop() {
        hdr.ringworld.sequence = hdr.ringworld.sequence + 1;
    }

    // src/programs/tor/sequencer.ts:26
    @brief("The first ticket of an epoch gets the index after h.")
    action count_from_one() {
        meta.place = hdr.ringworld.ticket + 1;
    }

    // src/programs/tor/sequencer-registers.ts:47
    action keep_token_view() {
        write_view.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:48
    action ask_token_view() {
        meta.own_token = compare_view.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:78
    action keep_acknowledged() {
        write_acknowledged.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:79
    action ask_acknowledged() {
        meta.acknowledged = compare_acknowledged.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:97
    action close_epoch() {
        hdr.ringworld.epoch = next_epoch.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:98
    action stamp_epoch() {
        hdr.ringworld.epoch = read_epoch.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:99
    action ask_epoch() {
        meta.epoch = read_epoch.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:123
    action take_tickets() {
        hdr.ringworld.ticket = add_arrivals.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:126
    action take_ticket() {
        hdr.ringworld.ticket = next_arrival.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:129
    action show_arrivals() {
        hdr.ringworld.ticket = read_arrivals.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:132
    action ask_arrivals() {
        meta.arrivals = read_arrivals.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:155
    action close_tickets() {
        hdr.ringworld.ticket = release_all.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:158
    action ask_released() {
        hdr.ringworld.count = read_released.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:183
    action keep_epoch_first() {
        write_first.execute(hdr.ringworld.epoch[7:0]);
    }

    // src/programs/tor/sequencer-registers.ts:184
    action ask_epoch_first() {
        meta.first = read_first.execute(hdr.ringworld.epoch[7:0]);
    }

    // src/programs/tor/sequencer-registers.ts:185
    action show_epoch_first() {
        hdr.ringworld.ticket = read_first.execute(hdr.ringworld.epoch[7:0]);
    }

    // src/programs/tor/sequencer-registers.ts:206
    action keep_epoch_base_lo() {
        write_epoch_base_lo.execute(hdr.ringworld.epoch[7:0]);
    }

    // src/programs/tor/sequencer-registers.ts:207
    action ask_epoch_base_lo() {
        hdr.ringworld.index_lo = read_epoch_base_lo.execute(hdr.ringworld.epoch[7:0]);
    }

    // src/programs/tor/sequencer-registers.ts:206
    action keep_epoch_base_hi() {
        write_epoch_base_hi.execute(hdr.ringworld.epoch[7:0]);
    }

    // src/programs/tor/sequencer-registers.ts:207
    action ask_epoch_base_hi() {
        hdr.ringworld.index_hi = read_epoch_base_hi.execute(hdr.ringworld.epoch[7:0]);
    }

    // src/programs/tor/sequencer.ts:65
    @brief("The token takes as many indices as tickets were given out since it was here.")
    action add_batch() {
        meta.low_before = hdr.ringworld.index_lo;
        meta.addend = meta.arrivals - hdr.ringworld.ticket;
        hdr.ringworld.count = meta.arrivals - hdr.ringworld.ticket;
    }

    // src/programs/tor/sequencer.ts:75
    @brief("A request gets the index of its place in the epoch's batch.")
    action add_place() {
        meta.low_before = hdr.ringworld.index_lo;
        meta.addend = meta.place - meta.first;
    }

    // src/programs/tor/index-arithmetic.ts:13
    action carry_one() {
        hdr.ringworld.index_hi = hdr.ringworld.index_hi + 1;
    }

    // src/programs/tor/sequencer-registers.ts:244
    action keep_sent_lo() {
        write_sent_lo.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:245
    action ask_sent_lo() {
        hdr.ringworld.index_lo = read_sent_lo.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:244
    action keep_sent_hi() {
        write_sent_hi.execute(0);
    }

    // src/programs/tor/sequencer-registers.ts:245
    action ask_sent_hi() {
        hdr.ringworld.index_hi = read_sent_hi.execute(0);
    }

    // src/programs/tor/sequencer.ts:48
    action set_epoch_state(bit<2> epoch_state) {
        meta.epoch_state = epoch_state;
    }

    // src/programs/tor/answers.ts:39
    @brief("Sends the message back to the host that asked.")
    action answer(bit<8> kind, bit<8> code) {
        hdr.ringworld.kind = kind;
        hdr.ringworld.code = code;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        hdr.ipv4.dst = hdr.ringworld.reply_to;
        meta.operation = OP_ROUTE;
    }

    // src/programs/tor/answers.ts:195
    @brief("The members of the replica set remember something before it is answered: a tail, or a trim.")
    action ask_members(bit<8> kind) {
        hdr.ringworld.kind = kind;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        ig_tm_md.mcast_grp_a = meta.group;
    }

    // src/programs/tor/answers.ts:46
    @brief("Who is fenced off is told so itself, whomever its message says to answer.")
    action refuse_fenced() {
        hdr.ringworld.kind = KIND_REFUSED;
        hdr.ringworld.code = CODE_FENCED;
        hdr.ipv4.dst = hdr.ipv4.src;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        meta.operation = OP_ROUTE;
    }

    // src/programs/tor/answers.ts:59
    @brief("Refuses a request, and tells how far its lane is committed.")
    action refuse_with_cursor(bit<8> code) {
        hdr.ringworld.kind = KIND_REFUSED;
        hdr.ringworld.code = code;
        hdr.ringworld.sequence = meta.cursor;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        hdr.ipv4.dst = hdr.ringworld.reply_to;
        meta.operation = OP_ROUTE;
    }

    // src/programs/tor/answers.ts:71
    @brief("A release for a host that lost it.")
    action repeat_release() {
        hdr.ringworld.kind = KIND_RELEASE;
        hdr.ringworld.code = CODE_NONE;
        hdr.ringworld.count = 0x7fffffff;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        hdr.ipv4.dst = hdr.ringworld.reply_to;
        meta.operation = OP_ROUTE;
    }

    // src/programs/tor/answers.ts:83
    @brief("Sends the message through this switch once more.")
    action loop_back(bit<8> kind) {
        hdr.ringworld.kind = kind;
        ig_tm_md.ucast_egress_port = ig_intr_md.ingress_port[8:7] ++ 7w68;
        ig_tm_md.bypass_egress = 1;
        hdr.bridge.setInvalid();
    }

    // src/programs/tor/answers.ts:90
    @brief("An append waits here until the token comes.")
    action begin_pending() {
        hdr.ringworld.kind = KIND_PENDING;
        hdr.ringworld.view = meta.view;
        hdr.ringworld.count = 1;
        ig_tm_md.ucast_egress_port = ig_intr_md.ingress_port[8:7] ++ 7w68;
        ig_tm_md.bypass_egress = 1;
        hdr.bridge.setInvalid();
    }

    // src/programs/tor/answers.ts:102
    @brief("The message becomes the packet that moves the commit cursor and then tells the client.")
    action begin_advance() {
        hdr.ringworld.kind = KIND_ADVANCE;
        hdr.ringworld.sequence = meta.position;
        ig_tm_md.ucast_egress_port = ig_intr_md.ingress_port[8:7] ++ 7w68;
        ig_tm_md.bypass_egress = 1;
        hdr.bridge.setInvalid();
    }

    // src/programs/tor/answers.ts:109
    @brief("The next position is committed already: the cursor moves over it, too.")
    action go_on_advancing() {
        hdr.ringworld.sequence = hdr.ringworld.sequence + 1;
        ig_tm_md.ucast_egress_port = ig_intr_md.ingress_port[8:7] ++ 7w68;
        ig_tm_md.bypass_egress = 1;
        hdr.bridge.setInvalid();
    }

    // src/programs/tor/answers.ts:125
    @brief("The replica set gets the entry.")
    action store_at_replicas() {
        hdr.ringworld.kind = KIND_STORE;
        hdr.ringworld.code = CODE_NONE;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        ig_tm_md.mcast_grp_a = meta.group;
    }

    // src/programs/tor/answers.ts:129
    @brief("The replica set gets junk for an index that stands still.")
    action store_junk() {
        hdr.ringworld.tag = 0;
        hdr.ringworld.client = 0;
        hdr.ringworld.length = 0;
        hdr.ringworld.kind = KIND_STORE;
        hdr.ringworld.code = CODE_NONE;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        ig_tm_md.mcast_grp_a = meta.group;
    }

    // src/programs/tor/answers.ts:141
    @brief("One log server sends the entry to the reader.")
    action fetch_from_one() {
        hdr.ringworld.kind = KIND_FETCH;
        hdr.ringworld.code[0:0] = meta.contested;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        hdr.ipv4.dst = meta.server_ip;
        meta.operation = OP_ROUTE;
    }

    // src/programs/tor/answers.ts:148
    @brief("Every log server of the replica set sends what it holds to the reader.")
    action fetch_from_all() {
        hdr.ringworld.kind = KIND_FETCH;
        hdr.ringworld.code[0:0] = meta.contested;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        ig_tm_md.mcast_grp_a = meta.group;
    }

    // src/programs/tor/answers.ts:152
    @brief("Another switch leads the stripe of the index.")
    action route_to_leader() {
        hdr.ipv4.dst = meta.leader_ip;
        meta.operation = OP_ROUTE;
    }

    // src/programs/tor/answers.ts:191
    @brief("What a log server of the rack answers its controller.")
    action pass_to_controller() {
        hdr.packet_in.setValid();
        hdr.bridge.packet_in_is_valid = 1;
        hdr.packet_in.ingress_port = (bit<16>)ig_intr_md.ingress_port;
        ig_tm_md.ucast_egress_port = CPU_PORT;
    }

    // src/programs/tor/answers.ts:228
    @brief("What a log server of the rack answers for its own replica set goes on.")
    action pass_answer() {
        meta.operation = OP_ROUTE;
    }

    // src/programs/tor/answers.ts:232
    @brief("A log server speaks for a replica set that it is no member of, or is fenced off.")
    action refuse(bit<8> reason) {
        meta.refusal = reason;
        ig_dprsr_md.drop_ctl = 1;
    }

    // src/programs/tor/answers.ts:159
    @brief("The token goes on; its copies acknowledge it and release the tickets (see egress).")
    action pass_token() {
        ig_tm_md.mcast_grp_a = 1;
    }

    // src/programs/tor/answers.ts:163
    @brief("A duplicate is acknowledged and goes no further.")
    action acknowledge_duplicate() {
        hdr.ringworld.kind = KIND_TOKEN_ACK;
        ig_tm_md.ucast_egress_port = ig_intr_md.ingress_port;
    }

    // src/programs/tor/answers.ts:170
    @brief("A tick sends a token again that was not acknowledged.")
    action resend_token() {
        hdr.ringworld.kind = KIND_TOKEN;
        hdr.ringworld.count = 0;
        hdr.ringworld.view = meta.view;
        hdr.ipv4.src = hdr.bridge.switch_ip;
        hdr.ethernet.src = meta.switch_mac;
        hdr.ipv4.ttl = 64;
        meta.operation = OP_RESEND;
    }

    // src/programs/tor/answers.ts:211
    @brief("What the registers hold, for the controller: BMv2 shows no registers over P4Runtime.")
    action show_registers() {
        hdr.ringworld.kind = KIND_STATUS_REPLY;
        hdr.ringworld.view = meta.view;
        hdr.ringworld.tag = meta.cursor;
        hdr.packet_in.setValid();
        hdr.bridge.packet_in_is_valid = 1;
        hdr.packet_in.ingress_port = (bit<16>)ig_intr_md.ingress_port;
        ig_tm_md.ucast_egress_port = CPU_PORT;
    }

    // src/programs/tor/answers.ts:215
    @brief("A lane's commit cursor has begun; the registers are shown to who asks for them.")
    action show_lane() {
        hdr.ringworld.epoch = 0;
        hdr.ringworld.ticket = 0;
        hdr.ringworld.count = 0;
        hdr.ringworld.sequence = 0;
        hdr.ringworld.kind = KIND_STATUS_REPLY;
        hdr.ringworld.view = meta.view;
        hdr.ringworld.tag = meta.cursor;
        hdr.packet_in.setValid();
        hdr.bridge.packet_in_is_valid = 1;
        hdr.packet_in.ingress_port = (bit<16>)ig_intr_md.ingress_port;
        ig_tm_md.ucast_egress_port = CPU_PORT;
    }

    // src/programs/tor/answers.ts:239
    action discard() {
        ig_dprsr_md.drop_ctl = 1;
    }

    // src/programs/routing.ts:4
    action forward(bit<9> port, bit<48> dst_mac) {
        hdr.ethernet.dst = dst_mac;
        hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
        ig_dprsr_md.drop_ctl = 0;
        ig_tm_md.mcast_grp_a = 0;
        ig_tm_md.bypass_egress = 0;
        hdr.bridge.setValid();
        ig_tm_md.ucast_egress_port = port;
    }

    // src/programs/tor/ring-successor.ts:3
    action set_successor(bit<9> port) {
        ig_dprsr_md.drop_ctl = 0;
        ig_tm_md.mcast_grp_a = 0;
        ig_tm_md.bypass_egress = 0;
        hdr.bridge.setValid();
        ig_tm_md.ucast_egress_port = port;
    }

    // src/programs/tor/classify.ts:12
    @brief("Decides what the switch does with the message.")
    action set_operation(bit<8> operation) {
        meta.operation = operation;
        messages.count();
    }

    // src/programs/tor/classify.ts:19
    @brief("The same, for a message that names a lane itself.")
    action set_operation_of_lane(bit<8> operation, bit<8> lane) {
        meta.operation = operation;
        meta.lane = lane;
        messages.count();
    }

    // src/programs/tor/classify.ts:26
    @brief("The message comes from where it cannot come from.")
    action forged() {
        meta.operation = OP_DROP;
        meta.refusal = 2;
        messages.count();
    }

    // src/programs/ports.ts:23
    @brief("What stands behind each port. A port without an entry may only send what everybody may.")
    table port_role {
        key = {
            ig_intr_md.ingress_port: exact @name("ingress_port");
        }
        actions = {
            set_role;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 512;
    }

    // src/programs/tor/senders.ts:18
    @brief("The addresses of the hosts behind each port. A host sends with its own address, or not at all.")
    table source_address {
        key = {
            ig_intr_md.ingress_port: exact @name("ingress_port");
            hdr.ipv4.src: exact @name("source");
        }
        actions = {
            own_address;
            fenced_address;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1024;
    }

    // src/programs/traffic-class.ts:22
    @brief("Maps a packet's DSCP to its traffic class; untrusted claims are re-marked.")
    table dscp_class {
        key = {
            hdr.ipv4.dscp: exact @name("dscp");
            meta.trusted: exact @name("trusted");
        }
        actions = {
            set_class;
            remark;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 128;
    }

    // src/programs/tor/program.ts:32
    @brief("Who this switch is, and the view that it is in.")
    table this_switch {
        actions = {
            set_switch;
            no_view;
        }
        default_action = no_view();
        size = 1;
    }

    // src/programs/tor/replication.ts:41
    @brief("The projection: who leads the stripe of an index, and which replica set keeps it.")
    table stripe {
        key = {
            hdr.ringworld.index_lo[3:0]: exact @name("stripe");
        }
        actions = {
            lead;
            to_leader;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 16;
    }

    // src/programs/tor/senders.ts:39
    @brief("The members of each replica set by address: who sent an acknowledgement says which member's it is.")
    table log_server {
        key = {
            hdr.bridge.replica_set: exact @name("replica_set");
            hdr.ipv4.src: exact @name("source");
        }
        actions = {
            is_member;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1024;
    }

    // src/programs/tor/senders.ts:28
    @brief("The log servers of this rack that are fenced off (paper, section 3.4).")
    table fenced_server {
        key = {
            hdr.ipv4.dst: exact @name("server");
        }
        actions = {
            fence;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 256;
    }

    // src/programs/tor/classify.ts:194
    @brief("What a message asks for, by its kind and where it came in.")
    table classify {
        key = {
            hdr.ringworld.kind: exact @name("kind");
            meta.role: exact @name("role");
            meta.leads: ternary @name("leads");
            meta.view_difference: ternary @name("view_difference");
            meta.fenced: ternary @name("fenced");
            meta.server_fenced: ternary @name("server_fenced");
            hdr.ringworld.count: ternary @name("count");
        }
        actions = {
            set_operation;
            set_operation_of_lane;
            forged;
        }
        const entries = {
            (KIND_APPEND, 1, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_APPEND, 2, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_TICKET, 1, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_TICKET, 2, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_RELEASE_QUERY, 1, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_RELEASE_QUERY, 2, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_WRITE, 1, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_WRITE, 2, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_FILL, 1, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_FILL, 2, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_READ, 1, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_READ, 2, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_CONFIRM, 1, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_CONFIRM, 2, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_TRIM, 1, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_TRIM, 2, _, _, 1, _, _): set_operation(OP_FENCED);
            (KIND_STORED, 2, _, _, 1, _, _): set_operation(OP_FENCED_OFF);
            (KIND_REFUSED, 2, _, _, 1, _, _): set_operation(OP_FENCED_OFF);
            (KIND_DATA, 2, _, _, 1, _, _): set_operation(OP_FENCED_OFF);
            (KIND_CONFIRMED, 2, _, _, 1, _, _): set_operation(OP_FENCED_OFF);
            (KIND_TRIMMED, 2, _, _, 1, _, _): set_operation(OP_FENCED_OFF);
            (KIND_MARK, 2, _, _, 1, _, _): set_operation(OP_FENCED_OFF);
            (KIND_FEED, 2, _, _, 1, _, _): set_operation(OP_FENCED_OFF);
            (KIND_STORE, 4, _, _, _, 1, _): set_operation(OP_SERVER_FENCED);
            (KIND_WITNESS, 4, _, _, _, 1, _): set_operation(OP_SERVER_FENCED);
            (KIND_FETCH, 4, _, _, _, 1, _): set_operation(OP_SERVER_FENCED);
            (KIND_FORGET, 4, _, _, _, 1, _): set_operation(OP_SERVER_FENCED);
            (KIND_APPEND, 1, _, _, _, _, _): set_operation(OP_ARRIVE);
            (KIND_APPEND, 2, _, _, _, _, _): set_operation(OP_ARRIVE);
            (KIND_TICKET, 1, _, _, _, _, 0 &&& 0xfffff000): set_operation(OP_TICKET);
            (KIND_TICKET, 2, _, _, _, _, 0 &&& 0xfffff000): set_operation(OP_TICKET);
            (KIND_TICKET, 1, _, _, _, _, _): set_operation(OP_TOO_LARGE);
            (KIND_TICKET, 2, _, _, _, _, _): set_operation(OP_TOO_LARGE);
            (KIND_RELEASE_QUERY, 1, _, _, _, _, _): set_operation(OP_RELEASE_QUERY);
            (KIND_RELEASE_QUERY, 2, _, _, _, _, _): set_operation(OP_RELEASE_QUERY);
            (KIND_PENDING, 7, _, 0 &&& 0xffffffff, _, _, _): set_operation(OP_PENDING);
            (KIND_ADVANCE, 7, _, 0 &&& 0xffffffff, _, _, _): set_operation(OP_ADVANCE);
            (KIND_TOKEN, 3, _, 0 &&& 0xffffffff, _, _, _): set_operation(OP_TOKEN);
            (KIND_TOKEN, 5, _, 0 &&& 0xffffffff, _, _, _): set_operation(OP_TOKEN);
            (KIND_TOKEN_ACK, 3, _, 0 &&& 0xffffffff, _, _, _): set_operation(OP_TOKEN_ACK);
            (KIND_TICK, 6, _, _, _, _, _): set_operation(OP_TICK);
            (KIND_WRITE, 1, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_WRITE, 2, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_WRITE, 4, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_WRITE, 5, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_WRITE, 7, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 1, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 2, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 4, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 5, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_FILL, 7, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 1, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 2, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 4, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 5, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 7, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_STORED, 2, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_STORED, 4, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_READ, 1, 1, _, _, _, 255 &&& 0xffffffff): set_operation(OP_READ_ALL);
            (KIND_READ, 2, 1, _, _, _, 255 &&& 0xffffffff): set_operation(OP_READ_ALL);
            (KIND_READ, 4, 1, _, _, _, 255 &&& 0xffffffff): set_operation(OP_READ_ALL);
            (KIND_READ, 5, 1, _, _, _, 255 &&& 0xffffffff): set_operation(OP_READ_ALL);
            (KIND_READ, 7, 1, _, _, _, 255 &&& 0xffffffff): set_operation(OP_READ_ALL);
            (KIND_READ, 1, 1, _, _, _, _): set_operation(OP_READ);
            (KIND_READ, 2, 1, _, _, _, _): set_operation(OP_READ);
            (KIND_READ, 4, 1, _, _, _, _): set_operation(OP_READ);
            (KIND_READ, 5, 1, _, _, _, _): set_operation(OP_READ);
            (KIND_READ, 7, 1, _, _, _, _): set_operation(OP_READ);
            (KIND_WRITE, 1, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_WRITE);
            (KIND_WRITE, 2, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_WRITE);
            (KIND_WRITE, 4, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_WRITE);
            (KIND_WRITE, 5, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_WRITE);
            (KIND_WRITE, 7, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_WRITE);
            (KIND_FILL, 1, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_FILL);
            (KIND_FILL, 2, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_FILL);
            (KIND_FILL, 4, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_FILL);
            (KIND_FILL, 5, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_FILL);
            (KIND_FILL, 7, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_FILL);
            (KIND_WRITE, 1, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_WRITE, 2, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_WRITE, 4, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_WRITE, 5, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_WRITE, 7, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 1, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 2, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 4, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 5, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_FILL, 7, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_STORED, 2, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_STORED);
            (KIND_STORED, 4, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_STORED);
            (KIND_STATUS, 5, _, _, _, _, 0 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 0);
            (KIND_STATUS, 5, _, _, _, _, 1 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 1);
            (KIND_STATUS, 5, _, _, _, _, 2 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 2);
            (KIND_STATUS, 5, _, _, _, _, 3 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 3);
            (KIND_STATUS, 5, _, _, _, _, 4 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 4);
            (KIND_STATUS, 5, _, _, _, _, 5 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 5);
            (KIND_STATUS, 5, _, _, _, _, 6 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 6);
            (KIND_STATUS, 5, _, _, _, _, 7 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 7);
            (KIND_STATUS, 5, _, _, _, _, 8 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 8);
            (KIND_STATUS, 5, _, _, _, _, 9 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 9);
            (KIND_STATUS, 5, _, _, _, _, 10 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 10);
            (KIND_STATUS, 5, _, _, _, _, 11 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 11);
            (KIND_STATUS, 5, _, _, _, _, 12 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 12);
            (KIND_STATUS, 5, _, _, _, _, 13 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 13);
            (KIND_STATUS, 5, _, _, _, _, 14 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 14);
            (KIND_STATUS, 5, _, _, _, _, 15 &&& 0xffffffff): set_operation_of_lane(OP_STATUS, 15);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    0 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 0);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    1 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 1);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    2 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 2);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    3 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 3);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    4 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 4);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    5 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 5);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    6 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 6);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    7 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 7);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    8 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 8);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    9 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 9);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    10 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 10);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    11 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 11);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    12 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 12);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    13 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 13);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    14 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 14);
            (KIND_SET_LANE, 5, _, 0 &&& 0xffffffff, _, _,
                    15 &&& 0xffffffff): set_operation_of_lane(OP_SET_LANE, 15);
            (KIND_CONFIRM, 1, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 2, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 4, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 5, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 7, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_TRIM, 1, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_TRIM, 2, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_TRIM, 4, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_TRIM, 5, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_TRIM, 7, 0, _, _, _, _): set_operation(OP_TO_LEADER);
            (KIND_CONFIRM, 1, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 2, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 4, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 5, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_CONFIRM);
            (KIND_CONFIRM, 7, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_CONFIRM);
            (KIND_TRIM, 1, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_TRIM);
            (KIND_TRIM, 2, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_TRIM);
            (KIND_TRIM, 4, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_TRIM);
            (KIND_TRIM, 5, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_TRIM);
            (KIND_TRIM, 7, 1, 0 &&& 0xffffffff, _, _, _): set_operation(OP_TRIM);
            (KIND_CONFIRM, 1, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_CONFIRM, 2, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_CONFIRM, 4, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_CONFIRM, 5, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_CONFIRM, 7, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_TRIM, 1, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_TRIM, 2, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_TRIM, 4, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_TRIM, 5, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_TRIM, 7, 1, _, _, _, _): set_operation(OP_OTHER_VIEW);
            (KIND_SEAL, 5, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_SURVEY, 5, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_LIST, 5, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_RECALL, 5, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_RESTORE, 5, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_INSTALL, 5, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_SEALED, 2, _, _, _, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_SURVEYED, 2, _, _, _, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_LISTED, 2, _, _, _, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_RECALLED, 2, _, _, _, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_RESTORED, 2, _, _, _, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_INSTALLED, 2, _, _, _, _, _): set_operation(OP_TO_CONTROLLER);
            (KIND_STORE, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_WITNESS, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_FETCH, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_FORGET, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_COMMITTED, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_REFUSED, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_DATA, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_CONFIRMED, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_TRIMMED, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_MARK, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_FEED, 4, _, _, _, _, _): set_operation(OP_ROUTE);
            (KIND_REFUSED, 2, _, _, _, _, _): set_operation(OP_ANSWERED);
            (KIND_DATA, 2, _, _, _, _, _): set_operation(OP_ANSWERED);
            (KIND_CONFIRMED, 2, _, _, _, _, _): set_operation(OP_ANSWERED);
            (KIND_TRIMMED, 2, _, _, _, _, _): set_operation(OP_ANSWERED);
            (KIND_MARK, 2, _, _, _, _, _): set_operation(OP_ANSWERED);
            (KIND_FEED, 2, _, _, _, _, _): set_operation(OP_ANSWERED);
        }
        const default_action = forged();
        size = 181;
        counters = messages;
    }

    // src/programs/tor/by-operation.ts:18
    @brief("The commit cursor of a lane. It moves over committed positions, in order.")
    table commit_cursor_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            ask_cursor;
            advance_cursor;
            reset_cursor;
            NoAction;
        }
        const entries = {
            OP_WRITE: ask_cursor();
            OP_FILL: ask_cursor();
            OP_READ: ask_cursor();
            OP_READ_ALL: ask_cursor();
            OP_STATUS: ask_cursor();
            OP_ADVANCE: advance_cursor();
            OP_SET_LANE: reset_cursor();
        }
        const default_action = NoAction();
        size = 7;
    }

    // src/programs/tor/by-operation.ts:18
    @brief("The position that the message is about, and the number with which it owns a slot.")
    table find_position {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            own_position;
            next_position;
            NoAction;
        }
        const entries = {
            OP_WRITE: own_position();
            OP_FILL: own_position();
            OP_STORED: own_position();
            OP_READ: own_position();
            OP_READ_ALL: own_position();
            OP_ADVANCE: next_position();
        }
        const default_action = NoAction();
        size = 6;
    }

    // src/programs/tor/replication.ts:54
    @brief("The log server that answers a read at each attempt.")
    table read_replica {
        key = {
            hdr.bridge.replica_set: exact @name("replica_set");
            hdr.ringworld.count: exact @name("attempt");
        }
        actions = {
            fetch_from;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 512;
    }

    // src/programs/tor/replication-registers.ts:92
    @brief("The position that owns a slot. A write or a fill of the window takes it over.")
    table slot_owner_access {
        key = {
            meta.operation: exact @name("operation");
            meta.distance: ternary @name("distance");
        }
        actions = {
            claim_slot;
            find_slot;
            NoAction;
        }
        const entries = {
            (OP_WRITE, 0 &&& 0xfffffc00): claim_slot();
            (OP_FILL, 0 &&& 0xfffffc00): claim_slot();
            (OP_STORED, _): find_slot();
            (OP_ADVANCE, _): find_slot();
            (OP_READ, _): find_slot();
            (OP_READ_ALL, _): find_slot();
        }
        const default_action = NoAction();
        size = 6;
    }

    // src/programs/tor/standing.ts:27
    @brief("What is behind the commit cursor is committed; what is beyond the window has to wait.")
    table standing {
        key = {
            meta.operation: exact @name("operation");
            meta.distance: ternary @name("distance");
        }
        actions = {
            set_standing;
            NoAction;
        }
        const entries = {
            (OP_WRITE, 0x80000000 &&& 0x80000000): set_standing(1);
            (OP_FILL, 0x80000000 &&& 0x80000000): set_standing(1);
            (OP_READ, 0x80000000 &&& 0x80000000): set_standing(1);
            (OP_READ_ALL, 0x80000000 &&& 0x80000000): set_standing(1);
            (OP_WRITE, 0 &&& 0xfffffc00): NoAction();
            (OP_WRITE, _): set_standing(2);
            (OP_FILL, 0 &&& 0xfffffc00): NoAction();
            (OP_FILL, _): set_standing(2);
            (OP_ADVANCE, 0 &&& 0xffffffff): set_standing(3);
        }
        const default_action = NoAction();
        size = 9;
    }

    // src/programs/tor/by-operation.ts:18
    @brief("Whether a read of the slot must ask a majority.")
    table slot_contested_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            contest;
            ask_contested;
            NoAction;
        }
        const entries = {
            OP_FILL: contest();
            OP_READ: ask_contested();
            OP_READ_ALL: ask_contested();
        }
        const default_action = NoAction();
        size = 3;
    }

    // src/programs/tor/replication-registers.ts:131
    @brief("The value of a slot. The first one wins.")
    table slot_tag_access {
        key = {
            meta.operation: exact @name("operation");
            meta.known: exact @name("known");
            meta.standing: ternary @name("standing");
        }
        actions = {
            keep_tag;
            join_slot;
            compare_tag;
            NoAction;
        }
        const entries = {
            (OP_WRITE, 0, 0): keep_tag();
            (OP_FILL, 0, 0): keep_tag();
            (OP_WRITE, 1, 0): join_slot();
            (OP_STORED, 1, _): compare_tag();
        }
        const default_action = NoAction();
        size = 4;
    }

    // src/programs/tor/replication-registers.ts:162
    @brief("The status map: one bit for each replica that has acknowledged, for the value and for junk.")
    table slot_votes_access {
        key = {
            meta.operation: exact @name("operation");
            meta.known: exact @name("known");
            meta.standing: ternary @name("standing");
            meta.matches: ternary @name("matches");
            meta.junk: ternary @name("junk");
        }
        actions = {
            forget_votes;
            count_vote;
            ask_votes;
            NoAction;
        }
        const entries = {
            (OP_WRITE, 0, 0, _, _): forget_votes();
            (OP_FILL, 0, 0, _, _): forget_votes();
            (OP_WRITE, 1, _, _, _): ask_votes();
            (OP_FILL, 1, _, _, _): ask_votes();
            (OP_READ, 1, _, _, _): ask_votes();
            (OP_READ_ALL, 1, _, _, _): ask_votes();
            (OP_ADVANCE, 1, _, _, _): ask_votes();
            (OP_STORED, 1, _, 1, _): count_vote();
            (OP_STORED, 1, _, _, 1): count_vote();
        }
        const default_action = NoAction();
        size = 9;
    }

    // src/programs/tor/votes.ts:38
    @brief("Whether a majority of the replicas holds the value.")
    table value_quorum {
        key = {
            meta.votes[7:0]: exact @name("votes");
            meta.majority: exact @name("needed");
        }
        actions = {
            set_value_quorum;
        }
        const entries = {
            (1, 1): set_value_quorum(1);
            (2, 1): set_value_quorum(1);
            (3, 1): set_value_quorum(3);
            (4, 1): set_value_quorum(1);
            (5, 1): set_value_quorum(3);
            (6, 1): set_value_quorum(3);
            (7, 1): set_value_quorum(3);
            (8, 1): set_value_quorum(1);
            (9, 1): set_value_quorum(3);
            (10, 1): set_value_quorum(3);
            (11, 1): set_value_quorum(3);
            (12, 1): set_value_quorum(3);
            (13, 1): set_value_quorum(3);
            (14, 1): set_value_quorum(3);
            (15, 1): set_value_quorum(3);
            (16, 1): set_value_quorum(1);
            (17, 1): set_value_quorum(3);
            (18, 1): set_value_quorum(3);
            (19, 1): set_value_quorum(3);
            (20, 1): set_value_quorum(3);
            (21, 1): set_value_quorum(3);
            (22, 1): set_value_quorum(3);
            (23, 1): set_value_quorum(3);
            (24, 1): set_value_quorum(3);
            (25, 1): set_value_quorum(3);
            (26, 1): set_value_quorum(3);
            (27, 1): set_value_quorum(3);
            (28, 1): set_value_quorum(3);
            (29, 1): set_value_quorum(3);
            (30, 1): set_value_quorum(3);
            (31, 1): set_value_quorum(3);
            (3, 2): set_value_quorum(1);
            (5, 2): set_value_quorum(1);
            (6, 2): set_value_quorum(1);
            (7, 2): set_value_quorum(3);
            (9, 2): set_value_quorum(1);
            (10, 2): set_value_quorum(1);
            (11, 2): set_value_quorum(3);
            (12, 2): set_value_quorum(1);
            (13, 2): set_value_quorum(3);
            (14, 2): set_value_quorum(3);
            (15, 2): set_value_quorum(3);
            (17, 2): set_value_quorum(1);
            (18, 2): set_value_quorum(1);
            (19, 2): set_value_quorum(3);
            (20, 2): set_value_quorum(1);
            (21, 2): set_value_quorum(3);
            (22, 2): set_value_quorum(3);
            (23, 2): set_value_quorum(3);
            (24, 2): set_value_quorum(1);
            (25, 2): set_value_quorum(3);
            (26, 2): set_value_quorum(3);
            (27, 2): set_value_quorum(3);
            (28, 2): set_value_quorum(3);
            (29, 2): set_value_quorum(3);
            (30, 2): set_value_quorum(3);
            (31, 2): set_value_quorum(3);
            (7, 3): set_value_quorum(1);
            (11, 3): set_value_quorum(1);
            (13, 3): set_value_quorum(1);
            (14, 3): set_value_quorum(1);
            (15, 3): set_value_quorum(3);
            (19, 3): set_value_quorum(1);
            (21, 3): set_value_quorum(1);
            (22, 3): set_value_quorum(1);
            (23, 3): set_value_quorum(3);
            (25, 3): set_value_quorum(1);
            (26, 3): set_value_quorum(1);
            (27, 3): set_value_quorum(3);
            (28, 3): set_value_quorum(1);
            (29, 3): set_value_quorum(3);
            (30, 3): set_value_quorum(3);
            (31, 3): set_value_quorum(3);
            (15, 4): set_value_quorum(1);
            (23, 4): set_value_quorum(1);
            (27, 4): set_value_quorum(1);
            (29, 4): set_value_quorum(1);
            (30, 4): set_value_quorum(1);
            (31, 4): set_value_quorum(3);
            (31, 5): set_value_quorum(1);
        }
        const default_action = set_value_quorum(0);
        size = 80;
    }

    // src/programs/tor/votes.ts:38
    @brief("Whether every member of the view holds junk.")
    table junk_quorum {
        key = {
            meta.votes[15:8]: exact @name("votes");
            meta.members: exact @name("needed");
        }
        actions = {
            set_junk_quorum;
        }
        const entries = {
            (1, 1): set_junk_quorum(1);
            (2, 1): set_junk_quorum(1);
            (3, 1): set_junk_quorum(3);
            (4, 1): set_junk_quorum(1);
            (5, 1): set_junk_quorum(3);
            (6, 1): set_junk_quorum(3);
            (7, 1): set_junk_quorum(3);
            (8, 1): set_junk_quorum(1);
            (9, 1): set_junk_quorum(3);
            (10, 1): set_junk_quorum(3);
            (11, 1): set_junk_quorum(3);
            (12, 1): set_junk_quorum(3);
            (13, 1): set_junk_quorum(3);
            (14, 1): set_junk_quorum(3);
            (15, 1): set_junk_quorum(3);
            (16, 1): set_junk_quorum(1);
            (17, 1): set_junk_quorum(3);
            (18, 1): set_junk_quorum(3);
            (19, 1): set_junk_quorum(3);
            (20, 1): set_junk_quorum(3);
            (21, 1): set_junk_quorum(3);
            (22, 1): set_junk_quorum(3);
            (23, 1): set_junk_quorum(3);
            (24, 1): set_junk_quorum(3);
            (25, 1): set_junk_quorum(3);
            (26, 1): set_junk_quorum(3);
            (27, 1): set_junk_quorum(3);
            (28, 1): set_junk_quorum(3);
            (29, 1): set_junk_quorum(3);
            (30, 1): set_junk_quorum(3);
            (31, 1): set_junk_quorum(3);
            (3, 2): set_junk_quorum(1);
            (5, 2): set_junk_quorum(1);
            (6, 2): set_junk_quorum(1);
            (7, 2): set_junk_quorum(3);
            (9, 2): set_junk_quorum(1);
            (10, 2): set_junk_quorum(1);
            (11, 2): set_junk_quorum(3);
            (12, 2): set_junk_quorum(1);
            (13, 2): set_junk_quorum(3);
            (14, 2): set_junk_quorum(3);
            (15, 2): set_junk_quorum(3);
            (17, 2): set_junk_quorum(1);
            (18, 2): set_junk_quorum(1);
            (19, 2): set_junk_quorum(3);
            (20, 2): set_junk_quorum(1);
            (21, 2): set_junk_quorum(3);
            (22, 2): set_junk_quorum(3);
            (23, 2): set_junk_quorum(3);
            (24, 2): set_junk_quorum(1);
            (25, 2): set_junk_quorum(3);
            (26, 2): set_junk_quorum(3);
            (27, 2): set_junk_quorum(3);
            (28, 2): set_junk_quorum(3);
            (29, 2): set_junk_quorum(3);
            (30, 2): set_junk_quorum(3);
            (31, 2): set_junk_quorum(3);
            (7, 3): set_junk_quorum(1);
            (11, 3): set_junk_quorum(1);
            (13, 3): set_junk_quorum(1);
            (14, 3): set_junk_quorum(1);
            (15, 3): set_junk_quorum(3);
            (19, 3): set_junk_quorum(1);
            (21, 3): set_junk_quorum(1);
            (22, 3): set_junk_quorum(1);
            (23, 3): set_junk_quorum(3);
            (25, 3): set_junk_quorum(1);
            (26, 3): set_junk_quorum(1);
            (27, 3): set_junk_quorum(3);
            (28, 3): set_junk_quorum(1);
            (29, 3): set_junk_quorum(3);
            (30, 3): set_junk_quorum(3);
            (31, 3): set_junk_quorum(3);
            (15, 4): set_junk_quorum(1);
            (23, 4): set_junk_quorum(1);
            (27, 4): set_junk_quorum(1);
            (29, 4): set_junk_quorum(1);
            (30, 4): set_junk_quorum(1);
            (31, 4): set_junk_quorum(3);
            (31, 5): set_junk_quorum(1);
        }
        const default_action = set_junk_quorum(0);
        size = 80;
    }

    // src/programs/tor/by-operation.ts:18
    @brief("The newest hop number. A token with an older one is a duplicate.")
    table token_sequence_access {
        key = {
            meta.operation: exact @name("operation");
        }
        actions = {
            accept_token;
            ask_token;
            NoAction;
        }
        const entries = {
            OP_TOKEN: accept_token();
            OP_TICK: ask_token();
            OP_STATUS: ask_token();
        }
        const default_action = NoAction();
        size = 3;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("What an operation needs one more than the message says.")
    table prepare {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            next_hop;
            count_from_one;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): next_hop();
            (OP_TICK, 0): next_hop();
            (OP_PENDING, 0): count_from_one();
        }
        const default_action = NoAction();
        size = 3;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("The view of the token that this switch sent last.")
    table token_view_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            keep_token_view;
            ask_token_view;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): keep_token_view();
            (OP_TICK, 0): ask_token_view();
            (OP_READ, 0): ask_token_view();
            (OP_READ_ALL, 0): ask_token_view();
        }
        const default_action = NoAction();
        size = 4;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("The newest hop that the successor has acknowledged.")
    table acknowledged_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            keep_acknowledged;
            ask_acknowledged;
            NoAction;
        }
        const entries = {
            (OP_TOKEN_ACK, 0): keep_acknowledged();
            (OP_TICK, 0): ask_acknowledged();
        }
        const default_action = NoAction();
        size = 2;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("The open epoch; the token closes it. A request gets its number.")
    table epoch_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            close_epoch;
            stamp_epoch;
            ask_epoch;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): close_epoch();
            (OP_ARRIVE, 0): stamp_epoch();
            (OP_TICKET, 0): stamp_epoch();
            (OP_STATUS, 0): stamp_epoch();
            (OP_PENDING, 0): ask_epoch();
            (OP_RELEASE_QUERY, 0): ask_epoch();
        }
        const default_action = NoAction();
        size = 6;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("Tickets given out. A request takes its place when it arrives.")
    table arrivals_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            take_tickets;
            take_ticket;
            show_arrivals;
            ask_arrivals;
            NoAction;
        }
        const entries = {
            (OP_ARRIVE, 0): take_ticket();
            (OP_TICKET, 0): take_tickets();
            (OP_STATUS, 0): show_arrivals();
            (OP_TOKEN, 1): ask_arrivals();
        }
        const default_action = NoAction();
        size = 4;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("Tickets whose epoch is closed.")
    table released_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            close_tickets;
            ask_released;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): close_tickets();
            (OP_STATUS, 0): ask_released();
        }
        const default_action = NoAction();
        size = 2;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("First ticket of each closed epoch.")
    table epoch_first_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            keep_epoch_first;
            ask_epoch_first;
            show_epoch_first;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): keep_epoch_first();
            (OP_PENDING, 0): ask_epoch_first();
            (OP_RELEASE_QUERY, 0): show_epoch_first();
        }
        const default_action = NoAction();
        size = 3;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("Lower half of the index that the token brought when the epoch closed.")
    table epoch_base_lo_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            keep_epoch_base_lo;
            ask_epoch_base_lo;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): keep_epoch_base_lo();
            (OP_PENDING, 0): ask_epoch_base_lo();
            (OP_RELEASE_QUERY, 0): ask_epoch_base_lo();
        }
        const default_action = NoAction();
        size = 3;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("Upper half of the index that the token brought when the epoch closed.")
    table epoch_base_hi_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            keep_epoch_base_hi;
            ask_epoch_base_hi;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): keep_epoch_base_hi();
            (OP_PENDING, 0): ask_epoch_base_hi();
            (OP_RELEASE_QUERY, 0): ask_epoch_base_hi();
        }
        const default_action = NoAction();
        size = 3;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("How far the index moves: over a whole batch, or to one place in it.")
    table batch {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            add_batch;
            add_place;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): add_batch();
            (OP_PENDING, 0): add_place();
        }
        const default_action = NoAction();
        size = 2;
    }

    // src/programs/tor/index-arithmetic.ts:15
    @brief("The low half of the index wrapped upwards.")
    table carry {
        key = {
            meta.low_before: ternary @name("before");
            hdr.ringworld.index_lo: ternary @name("after");
        }
        actions = {
            carry_one;
            NoAction;
        }
        const entries = {
            (0x80000000 &&& 0x80000000, 0 &&& 0x80000000): carry_one();
        }
        const default_action = NoAction();
        size = 1;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("Lower half of the index that the token left with.")
    table sent_lo_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            keep_sent_lo;
            ask_sent_lo;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): keep_sent_lo();
            (OP_TICK, 0): ask_sent_lo();
            (OP_STATUS, 0): ask_sent_lo();
        }
        const default_action = NoAction();
        size = 3;
    }

    // src/programs/tor/by-operation.ts:40
    @brief("Upper half of the index that the token left with.")
    table sent_hi_access {
        key = {
            meta.operation: exact @name("operation");
            meta.newer[0:0]: exact @name("newer");
        }
        actions = {
            keep_sent_hi;
            ask_sent_hi;
            NoAction;
        }
        const entries = {
            (OP_TOKEN, 1): keep_sent_hi();
            (OP_TICK, 0): ask_sent_hi();
            (OP_STATUS, 0): ask_sent_hi();
        }
        const default_action = NoAction();
        size = 3;
    }

    // src/programs/tor/sequencer.ts:53
    @brief("A request waits while its epoch is open, and comes too late when the epoch is forgotten.")
    table epoch_state {
        key = {
            meta.epoch_age: ternary @name("age");
        }
        actions = {
            set_epoch_state;
        }
        const entries = {
            0 &&& 0xffffffff: set_epoch_state(0);
            0 &&& 0xffffff00: set_epoch_state(1);
        }
        const default_action = set_epoch_state(2);
        size = 2;
    }

    // src/programs/tor/decide.ts:138
    @brief("What becomes of a message. The first row that holds decides; what no row names ends here.")
    table decide {
        key = {
            meta.operation: exact @name("operation");
            meta.own_token: ternary @name("own_token");
            meta.acknowledged: ternary @name("acknowledged");
            meta.known: ternary @name("known");
            meta.matches: ternary @name("matches");
            meta.junk: ternary @name("junk");
            meta.value_quorum: ternary @name("value_quorum");
            meta.junk_quorum: ternary @name("junk_quorum");
            meta.fresh_votes: ternary @name("fresh_votes");
            meta.standing: ternary @name("standing");
            meta.epoch_state: ternary @name("epoch_state");
            meta.newer[0:0]: ternary @name("newer");
            meta.served: ternary @name("served");
            meta.member: ternary @name("member");
        }
        actions = {
            answer;
            ask_members;
            refuse_fenced;
            refuse_with_cursor;
            repeat_release;
            loop_back;
            begin_pending;
            begin_advance;
            go_on_advancing;
            store_at_replicas;
            store_junk;
            fetch_from_one;
            fetch_from_all;
            route_to_leader;
            pass_to_controller;
            pass_answer;
            refuse;
            pass_token;
            acknowledge_duplicate;
            resend_token;
            show_registers;
            show_lane;
            discard;
            NoAction;
        }
        const entries = {
            (OP_ROUTE, _, _, _, _, _, _, _, _, _, _, _, _, _): NoAction();
            (OP_TO_CONTROLLER, _, _, _, _, _, _, _, _, _, _, _, _, _): pass_to_controller();
            (OP_CONFIRM, _, _, _, _, _, _, _, _, _, _, _, _, _): ask_members(KIND_WITNESS);
            (OP_TRIM, _, _, _, _, _, _, _, _, _, _, _, _, _): ask_members(KIND_FORGET);
            (OP_ANSWERED, _, _, _, _, _, _, _, _, _, _, _, _, 1): pass_answer();
            (OP_ANSWERED, _, _, _, _, _, _, _, _, _, _, _, _, _): refuse(3);
            (OP_FENCED, _, _, _, _, _, _, _, _, _, _, _, _, _): refuse_fenced();
            (OP_SERVER_FENCED, _, _, _, _, _, _, _, _, _, _, _, _, _): answer(KIND_REFUSED,
                    CODE_SERVER_FENCED);
            (OP_FENCED_OFF, _, _, _, _, _, _, _, _, _, _, _, _, _): refuse(4);
            (OP_ARRIVE, _, _, _, _, _, _, _, _, _, _, _, _, _): begin_pending();
            (OP_PENDING, _, _, _, _, _, _, _, _, _, 0, _, _, _): loop_back(KIND_PENDING);
            (OP_PENDING, _, _, _, _, _, _, _, _, _, 1, _, _, _): loop_back(KIND_WRITE);
            (OP_TICKET, _, _, _, _, _, _, _, _, _, _, _, _, _): answer(KIND_GRANT, CODE_NONE);
            (OP_TOO_LARGE, _, _, _, _, _, _, _, _, _, _, _, _, _): answer(KIND_REFUSED, CODE_TOO_LARGE);
            (OP_RELEASE_QUERY, _, _, _, _, _, _, _, _, _, 1, _, _, _): repeat_release();
            (OP_RELEASE_QUERY, _, _, _, _, _, _, _, _, _, 2, _, _, _): answer(KIND_REFUSED, CODE_EPOCH_PAST);
            (OP_TOKEN, _, _, _, _, _, _, _, _, _, _, 1, _, _): pass_token();
            (OP_TOKEN, _, _, _, _, _, _, _, _, _, _, _, _, _): acknowledge_duplicate();
            (OP_TICK, 1, 0, _, _, _, _, _, _, _, _, _, _, _): resend_token();
            (OP_WRITE, _, _, _, _, _, _, _, _, 1, _, _, _, _): refuse_with_cursor(CODE_PAST);
            (OP_FILL, _, _, _, _, _, _, _, _, 1, _, _, _, _): answer(KIND_COMMITTED, CODE_NONE);
            (OP_WRITE, _, _, _, _, _, _, _, _, 2, _, _, _, _): refuse_with_cursor(CODE_BUSY);
            (OP_FILL, _, _, _, _, _, _, _, _, 2, _, _, _, _): refuse_with_cursor(CODE_BUSY);
            (OP_WRITE, _, _, 0, _, _, _, _, _, _, _, _, _, _): store_at_replicas();
            (OP_WRITE, _, _, _, _, _, _, 1 &&& 1, _, _, _, _, _, _): answer(KIND_REFUSED, CODE_CONFLICT);
            (OP_WRITE, _, _, _, 0, 0, _, _, _, _, _, _, _, _): answer(KIND_REFUSED, CODE_CONFLICT);
            (OP_WRITE, _, _, _, _, _, 1 &&& 1, _, _, _, _, _, _, _): begin_advance();
            (OP_WRITE, _, _, _, _, _, _, _, _, _, _, _, _, _): store_at_replicas();
            (OP_FILL, _, _, _, _, _, 1 &&& 1, _, _, _, _, _, _, _): begin_advance();
            (OP_FILL, _, _, _, _, _, _, 1 &&& 1, _, _, _, _, _, _): begin_advance();
            (OP_FILL, _, _, _, _, _, _, _, _, _, _, _, _, _): store_junk();
            (OP_OTHER_VIEW, _, _, _, _, _, _, _, _, _, _, _, _, _): answer(KIND_REFUSED, CODE_VIEW);
            (OP_TO_LEADER, _, _, _, _, _, _, _, _, _, _, _, _, _): route_to_leader();
            (OP_STORED, _, _, _, _, _, _, _, _, _, _, _, _, 0): refuse(3);
            (OP_STORED, _, _, _, _, _, _, _, 0, _, _, _, _, _): discard();
            (OP_STORED, _, _, _, _, 0, 1, _, _, _, _, _, _, _): begin_advance();
            (OP_STORED, _, _, _, _, 1, _, 1, _, _, _, _, _, _): begin_advance();
            (OP_ADVANCE, _, _, 1, _, _, 1 &&& 1, _, _, 3, _, _, _, _): go_on_advancing();
            (OP_ADVANCE, _, _, 1, _, _, _, 1 &&& 1, _, 3, _, _, _, _): go_on_advancing();
            (OP_ADVANCE, _, _, _, _, _, _, _, _, _, _, _, _, _): answer(KIND_COMMITTED, CODE_NONE);
            (OP_READ, 1, _, _, _, _, _, _, _, 1, _, _, 1, _): fetch_from_one();
            (OP_READ, 1, _, _, _, _, _, _, _, 1, _, _, _, _): discard();
            (OP_READ_ALL, 1, _, _, _, _, _, _, _, 1, _, _, _, _): fetch_from_all();
            (OP_READ, _, _, 1, _, _, 1 &&& 1, _, _, _, _, _, 1, _): fetch_from_one();
            (OP_READ, _, _, 1, _, _, 1 &&& 1, _, _, _, _, _, _, _): discard();
            (OP_READ_ALL, _, _, 1, _, _, 1 &&& 1, _, _, _, _, _, _, _): fetch_from_all();
            (OP_READ, _, _, 1, _, _, _, 1 &&& 1, _, _, _, _, 1, _): fetch_from_one();
            (OP_READ, _, _, 1, _, _, _, 1 &&& 1, _, _, _, _, _, _): discard();
            (OP_READ_ALL, _, _, 1, _, _, _, 1 &&& 1, _, _, _, _, _, _): fetch_from_all();
            (OP_READ, _, _, _, _, _, _, _, _, _, _, _, _, _): refuse_with_cursor(CODE_NOT_COMMITTED);
            (OP_READ_ALL, _, _, _, _, _, _, _, _, _, _, _, _, _): refuse_with_cursor(CODE_NOT_COMMITTED);
            (OP_STATUS, _, _, _, _, _, _, _, _, _, _, _, _, _): show_registers();
            (OP_SET_LANE, _, _, _, _, _, _, _, _, _, _, _, _, _): show_lane();
        }
        const default_action = discard();
        size = 53;
    }

    // src/programs/routing.ts:10
    @brief("The next hop of a packet. What has no route, or no hops left, is dropped.")
    table ipv4_route {
        key = {
            hdr.ipv4.dst: lpm @name("dst");
        }
        actions = {
            forward;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1024;
    }

    // src/programs/tor/ring-successor.ts:4
    @brief("Where a token goes that a tick sends.")
    table ring_successor {
        actions = {
            set_successor;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1;
    }

    apply {
        if (ig_intr_md.ingress_port[6:0] == 68) {
            meta.role = 7;
            meta.trusted = 1;
        } else {
            port_role.apply();
        }
        if (hdr.packet_out.isValid() && hdr.packet_out.egress_port != 0) {
            ig_tm_md.ucast_egress_port = hdr.packet_out.egress_port[8:0];
        } else if (hdr.ipv4.isValid()) {
            source_address.apply();
            if ((meta.role == 1 || meta.role == 2) && meta.own_address == 0) {
                meta.refusal = 1;
            } else {
                if (hdr.ipv4.isValid()) {
                    dscp_class.apply();
                }
                if (hdr.ringworld.isValid()) {
                    this_switch.apply();
                    stripe.apply();
                    funnel_shift_right(meta.position, hdr.ringworld.index_hi, hdr.ringworld.index_lo, 4);
                    log_server.apply();
                    fenced_server.apply();
                    classify.apply();
                    commit_cursor_access.apply();
                    find_position.apply();
                    if (hdr.ringworld.tag == 0) {
                        meta.junk = 1;
                        meta.vote[15:8] = meta.voter;
                    } else {
                        meta.vote[7:0] = meta.voter;
                    }
                    read_replica.apply();
                    meta.distance = meta.position - meta.cursor;
                    slot_owner_access.apply();
                    standing.apply();
                    slot_contested_access.apply();
                    slot_tag_access.apply();
                    slot_votes_access.apply();
                    if (meta.operation == OP_STORED && meta.known == 1) {
                        if (meta.matches == 1 || meta.junk == 1) {
                            tally();
                        }
                    }
                    value_quorum.apply();
                    junk_quorum.apply();
                    token_sequence_access.apply();
                    prepare.apply();
                    token_view_access.apply();
                    acknowledged_access.apply();
                    epoch_access.apply();
                    arrivals_access.apply();
                    released_access.apply();
                    epoch_first_access.apply();
                    epoch_base_lo_access.apply();
                    epoch_base_hi_access.apply();
                    meta.epoch_age = meta.epoch - hdr.ringworld.epoch;
                    batch.apply();
                    hdr.ringworld.index_lo = hdr.ringworld.index_lo + meta.addend;
                    carry.apply();
                    sent_lo_access.apply();
                    sent_hi_access.apply();
                    epoch_state.apply();
                    decide.apply();
                } else {
                    meta.operation = OP_ROUTE;
                }
                if (meta.operation == OP_ROUTE) {
                    if (hdr.ipv4.ttl > 1) {
                        ipv4_route.apply();
                    }
                } else if (meta.operation == OP_RESEND) {
                    ring_successor.apply();
                }
            }
            if (meta.refusal != 0) {
                refused.count(meta.refusal);
            }
        }
    }
}

control ingress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md) {
    apply {
        packet.emit(hdr.bridge);
        packet.emit(hdr.packet_in);
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
        packet.emit(hdr.udp);
        packet.emit(hdr.ringworld);
    }
}

// src/programs/tor/program.ts:82
@noWarn("uninitialized-out-param")
parser egress_parser(packet_in packet, out headers_t hdr, out metadata_t meta,
        out egress_intrinsic_metadata_t eg_intr_md) {
    // src/programs/tor/program.ts:82
    state start {
        packet.extract(eg_intr_md);
        packet.extract(hdr.bridge);
        transition select(hdr.bridge.packet_in_is_valid, hdr.bridge.ethernet_is_valid,
                hdr.bridge.ipv4_is_valid, hdr.bridge.udp_is_valid, hdr.bridge.ringworld_is_valid) {
            (0, 1, 0, 0, 0): parse_ethernet;
            (1, 0, 0, 0, 0): parse_packet_in;
            (0, 1, 1, 0, 0): parse_ethernet_ipv4;
            (1, 1, 0, 0, 0): parse_packet_in_ethernet;
            (1, 1, 1, 0, 0): parse_packet_in_ethernet_ipv4;
            (0, 1, 1, 1, 0): parse_ethernet_ipv4_udp;
            (1, 1, 1, 1, 0): parse_packet_in_ethernet_ipv4_udp;
            (0, 1, 1, 1, 1): parse_ethernet_ipv4_udp_ringworld;
            (1, 1, 1, 1, 1): parse_packet_in_ethernet_ipv4_udp_ringworld;
            default: accept;
        }
    }

    // src/programs/tor/program.ts:82
    state parse_ethernet {
        packet.extract(hdr.ethernet);
        transition accept;
    }

    // src/programs/tor/program.ts:82
    state parse_packet_in {
        packet.extract(hdr.packet_in);
        transition accept;
    }

    // src/programs/tor/program.ts:82
    state parse_ethernet_ipv4 {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.ipv4);
        transition accept;
    }

    // src/programs/tor/program.ts:82
    state parse_packet_in_ethernet {
        packet.extract(hdr.packet_in);
        packet.extract(hdr.ethernet);
        transition accept;
    }

    // src/programs/tor/program.ts:82
    state parse_packet_in_ethernet_ipv4 {
        packet.extract(hdr.packet_in);
        packet.extract(hdr.ethernet);
        packet.extract(hdr.ipv4);
        transition accept;
    }

    // src/programs/tor/program.ts:82
    state parse_ethernet_ipv4_udp {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.ipv4);
        packet.extract(hdr.udp);
        transition accept;
    }

    // src/programs/tor/program.ts:82
    state parse_packet_in_ethernet_ipv4_udp {
        packet.extract(hdr.packet_in);
        packet.extract(hdr.ethernet);
        packet.extract(hdr.ipv4);
        packet.extract(hdr.udp);
        transition accept;
    }

    // src/programs/tor/program.ts:82
    state parse_ethernet_ipv4_udp_ringworld {
        packet.extract(hdr.ethernet);
        packet.extract(hdr.ipv4);
        packet.extract(hdr.udp);
        packet.extract(hdr.ringworld);
        transition accept;
    }

    // src/programs/tor/program.ts:82
    state parse_packet_in_ethernet_ipv4_udp_ringworld {
        packet.extract(hdr.packet_in);
        packet.extract(hdr.ethernet);
        packet.extract(hdr.ipv4);
        packet.extract(hdr.udp);
        packet.extract(hdr.ringworld);
        transition accept;
    }
}

// src/programs/tor/program.ts:82
control egress(inout headers_t hdr, inout metadata_t meta, in egress_intrinsic_metadata_t eg_intr_md,
        in egress_intrinsic_metadata_from_parser_t eg_prsr_md,
        inout egress_intrinsic_metadata_for_deparser_t eg_dprsr_md,
        inout egress_intrinsic_metadata_for_output_port_t eg_oport_md) {
    bit<32> low_before = 0;

    // src/programs/tor/subscription.ts:16
    DirectCounter<bit<64>>(CounterType_t.PACKETS) feeds;

    // src/programs/tor/server-guard.ts:10
    DirectCounter<bit<64>>(CounterType_t.PACKETS) fenced_requests;

    // src/programs/tor/index-arithmetic.ts:13
    action borrow_one() {
        hdr.ringworld.index_hi = hdr.ringworld.index_hi - 1;
    }

    // src/programs/tor/egress.ts:14
    action to_replica(bit<32> server_ip, bit<48> server_mac, bit<8> replica) {
        hdr.ipv4.dst = server_ip;
        hdr.ethernet.dst = server_mac;
        hdr.ringworld.replica = replica;
    }

    // src/programs/tor/subscription.ts:7
    @brief("Somebody behind the port wants the stream.")
    action let_through() {
        feeds.count();
    }

    // src/programs/tor/subscription.ts:8
    @brief("Nobody behind the port wants the stream: the mark that goes before the entry is enough.")
    action filter_out() {
        eg_dprsr_md.drop_ctl = 1;
        feeds.count();
    }

    // src/programs/tor/server-guard.ts:4
    action fence_off() {
        eg_dprsr_md.drop_ctl = 1;
        fenced_requests.count();
    }

    // src/programs/tor/server-guard.ts:5
    action server_guard_no_action() {
        fenced_requests.count();
    }

    // src/programs/tor/subscription.ts:11
    @brief("The streams that the hosts behind each port subscribe to; links to other switches carry all of them.")
    table subscription {
        key = {
            eg_intr_md.egress_port: exact @name("egress_port");
            hdr.ringworld.stream: ternary @name("stream");
        }
        actions = {
            let_through;
            filter_out;
        }
        default_action = filter_out();
        size = 1024;
        counters = feeds;
    }

    // src/programs/tor/server-guard.ts:5
    @brief("What does not leave by the port of a log server that is fenced off, though this very switch leads the stripe.")
    table server_guard {
        key = {
            eg_intr_md.egress_port: exact @name("egress_port");
            hdr.ringworld.kind: exact @name("kind");
        }
        actions = {
            fence_off;
            server_guard_no_action;
        }
        default_action = server_guard_no_action();
        size = 256;
        counters = fenced_requests;
    }

    // src/programs/tor/index-arithmetic.ts:15
    @brief("The low half of the index wrapped downwards.")
    table borrow {
        key = {
            low_before: ternary @name("before");
            hdr.ringworld.index_lo: ternary @name("after");
        }
        actions = {
            borrow_one;
            NoAction;
        }
        const entries = {
            (0 &&& 0x80000000, 0x80000000 &&& 0x80000000): borrow_one();
        }
        const default_action = NoAction();
        size = 1;
    }

    // src/programs/tor/egress.ts:23
    @brief("Addresses a copy for a replica set to the member that it is for.")
    table replica_copy {
        key = {
            hdr.bridge.replica_set: exact @name("replica_set");
            eg_intr_md.egress_rid: exact @name("egress_rid");
        }
        actions = {
            to_replica;
            @defaultonly NoAction;
        }
        default_action = NoAction();
        size = 1024;
    }

    apply {
        if (hdr.ringworld.isValid()) {
            hdr.udp.checksum = 0;
            if (hdr.ringworld.kind == KIND_FEED) {
                subscription.apply();
            }
            server_guard.apply();
            if (eg_intr_md.egress_rid != 0) {
                if (hdr.ringworld.kind == KIND_TOKEN) {
                    if (eg_intr_md.egress_rid == 2) {
                        // The predecessor learns that its token has come (src/programs/tor/egress.ts:33)
                        hdr.ringworld.kind = KIND_TOKEN_ACK;
                        hdr.ringworld.sequence = hdr.ringworld.sequence - 1;
                    } else if (eg_intr_md.egress_rid == 3) {
                        // The hosts of the rack learn the indices of their tickets
                        // (src/programs/tor/egress.ts:38)
                        hdr.ringworld.kind = KIND_RELEASE;
                        low_before = hdr.ringworld.index_lo;
                        hdr.ringworld.index_lo = hdr.ringworld.index_lo - hdr.ringworld.count;
                        borrow.apply();
                        hdr.ipv4.src = hdr.bridge.switch_ip;
                        hdr.ipv4.dst = 0xffffffff;
                        hdr.ethernet.dst = 0xffffffffffff;
                    }
                } else {
                    replica_copy.apply();
                }
            }
        }
    }
}

control egress_deparser(packet_out packet, inout headers_t hdr, in metadata_t meta,
        in egress_intrinsic_metadata_for_deparser_t eg_dprsr_md) {
    Checksum() checksum;

    apply {
        // src/programs/ipv4-checksum.ts:9
        hdr.ipv4.header_checksum = checksum.update({
            hdr.ipv4.version,
            hdr.ipv4.ihl,
            hdr.ipv4.dscp,
            hdr.ipv4.ecn,
            hdr.ipv4.total_length,
            hdr.ipv4.identification,
            hdr.ipv4.flags,
            hdr.ipv4.fragment_offset,
            hdr.ipv4.ttl,
            hdr.ipv4.protocol,
            hdr.ipv4.src,
            hdr.ipv4.dst
        });
        packet.emit(hdr.packet_in);
        packet.emit(hdr.ethernet);
        packet.emit(hdr.ipv4);
        packet.emit(hdr.udp);
        packet.emit(hdr.ringworld);
    }
}

Pipeline(ingress_parser(), ingress(), ingress_deparser(), egress_parser(), egress(), egress_deparser()) pipe;
Switch(pipe) main;
