import { ChannelCredentials } from "@grpc/grpc-js";
import { type Any, stratum } from "../messages/index.js";

/** PEM texts. Without `rootCertificates`, those of Node count. */
export interface ClientTls {
  readonly rootCertificates?: Uint8Array;
  readonly certificate?: Uint8Array;
  readonly privateKey?: Uint8Array;
  /** The name in the switch's certificate, when it is not that of the address. */
  readonly serverName?: string;
}

/** What a role may do (section 5.2), in the form of Stratum. Ids are those of the P4Info. */
export interface RoleConfig {
  /** What no other role may write. */
  readonly exclusiveIds?: readonly number[];
  /** What other roles may write, too. */
  readonly sharedIds?: readonly number[];
  /** Absent: no packets. `{}`: all of them; else those whose field of packet_in has this value. */
  readonly packetIns?: { readonly metadataId?: number; readonly value?: Uint8Array };
  readonly canPushPipeline?: boolean;
}

/** A role config as the arbitration message carries it. */
export function encodeRoleConfig(config: RoleConfig): Any {
  const { exclusiveIds = [], sharedIds = [], packetIns, canPushPipeline = false } = config;
  const { metadataId = 0, value = new Uint8Array(0) } = packetIns ?? {};
  const message = stratum.P4RoleConfig.fromPartial({
    exclusiveP4Ids: [...exclusiveIds],
    sharedP4Ids: [...sharedIds],
    ...(metadataId !== 0 && { packetInFilter: { metadataId, value } }),
    receivesPacketIns: packetIns !== undefined,
    canPushPipeline,
  });
  const typeUrl = "type.googleapis.com/stratum.P4RoleConfig";
  return { typeUrl, value: stratum.P4RoleConfig.encode(message).finish() };
}

export interface ConnectOptions {
  /** `host:port` */
  readonly address: string;
  readonly deviceId: bigint;
  /** 128 bits; the greatest one is primary. Absent: never primary (section 16.2.1). */
  readonly electionId?: bigint;
  /** Absent: the default role. */
  readonly role?: string;
  /** What the role may do; absent: everything. Not for the default role. */
  readonly roleConfig?: RoleConfig;
  readonly tls?: ClientTls;
  /** How long any single call may take. Default: 10 seconds. */
  readonly timeoutMs?: number;
  /**
   * How often to ask whether the switch is still there; one that does not answer in time is taken for gone.
   * Default: never. Servers of gRPC's C library allow it once in five minutes.
   */
  readonly keepaliveMs?: number;
}

export const timeoutMsDefault = 10_000;

/** A pipeline config and a read answer may be larger than the 4 MiB that gRPC allows without being asked. */
const messageBytesMax = 128 * 1024 * 1024;

/** What grpc-js needs to open a channel. */
export function channelOptions({ tls, keepaliveMs }: ConnectOptions): Record<string, string | number> {
  return {
    "grpc.max_receive_message_length": messageBytesMax,
    "grpc.max_send_message_length": messageBytesMax,
    // Each client has its own connection: closing one leaves nothing open.
    "grpc.use_local_subchannel_pool": 1,
    ...(keepaliveMs !== undefined && {
      "grpc.keepalive_time_ms": keepaliveMs,
      "grpc.keepalive_timeout_ms": keepaliveMs,
    }),
    ...(tls?.serverName !== undefined && {
      "grpc.ssl_target_name_override": tls.serverName,
      "grpc.default_authority": tls.serverName,
    }),
  };
}

export function channelCredentials({ tls }: ConnectOptions): ChannelCredentials {
  if (tls === undefined) return ChannelCredentials.createInsecure();
  return ChannelCredentials.createSsl(
    toBuffer(tls.rootCertificates),
    toBuffer(tls.privateKey),
    toBuffer(tls.certificate),
  );
}

function toBuffer(bytes: Uint8Array | undefined): Buffer | null {
  return bytes === undefined ? null : Buffer.from(bytes);
}
