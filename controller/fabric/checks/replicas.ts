import type { Finding } from "../findings.js";
import type { FabricDocument } from "../schema.js";
import type { YamlPath } from "../source.js";
import { repeated } from "./names.js";

/** Servers of a replica set; the switch program asks up to three of them for an entry. */
export const replicasOfSet = 3;

/** Every replica set has three different log servers. */
export function checkReplicaSets(document: FabricDocument): Finding[] {
  const roles = new Map(document.hosts.map((host) => [host.name, host.role]));
  return document.replica_sets.flatMap((set, index) => {
    const path = ["replica_sets", index, "servers"];
    return [
      ...checkCount(set.servers.length, path),
      ...repeated(set.servers.map((value, at) => ({ value, path: [...path, at] }))).map(({ claim }) =>
        replica(claim.path, `${claim.value} is in the set twice`, "Name three different log servers."),
      ),
      ...set.servers.flatMap((server, at) => checkServer(server, roles.get(server), [...path, at])),
    ];
  });
}

function checkCount(count: number, path: YamlPath): Finding[] {
  if (count === replicasOfSet) return [];
  const help = "Name three log servers, best in three different racks.";
  return [replica(path, `a replica set has ${replicasOfSet} servers, this one ${count}`, help)];
}

function checkServer(server: string, role: string | undefined, path: YamlPath): Finding[] {
  if (role === "log-server") return [];
  const help = "Name a host whose role is log-server.";
  if (role !== undefined) return [replica(path, `${server} has the role ${role}`, help)];
  return [{ code: "FABRIC-REFERENCE", path, message: `there is no host "${server}"`, help }];
}

function replica(path: YamlPath, message: string, help: string): Finding {
  return { code: "FABRIC-REPLICA-SET", path, message, help };
}
