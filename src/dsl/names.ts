import type { SourcePosition } from "../base/index.js";
import { refuse } from "./refuse.js";

/** Words that the P4_16 language specification (section 6.4.2) keeps, and names that core.p4 and v1model.p4 take. */
const reserved: ReadonlySet<string> = new Set(
  `abstract action actions apply bit bool const control default else entries enum error exit extern false for
  header header_union if in inout int key list match_kind out package parser priority return select state string
  struct switch table this transition true tuple type typedef varbit valueset value_set void break continue
  accept reject packet_in packet_out NoAction exact lpm ternary range optional selector register counter meter
  direct_counter direct_meter action_profile action_selector random digest hash truncate recirculate resubmit
  clone verify assert assume log_msg mark_to_drop standard_metadata standard_metadata_t V1Switch Parser Deparser
  hdr meta packet main CPU_PORT Ingress Egress VerifyChecksum ComputeChecksum HashAlgorithm CounterType MeterType CloneType Checksum16`.split(
    /\s+/,
  ),
);

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Refuses what cannot be the name of something declared in P4. */
export function checkName(name: string, what: string, source: SourcePosition): void {
  if (!identifier.test(name)) {
    refuse("DSL-NAME", source, `"${name}" is no name for a ${what}`, "Use letters, digits and underscores.");
  }
  if (reserved.has(name)) {
    refuse("DSL-NAME", source, `P4 keeps the name "${name}"`, `Give the ${what} another name.`);
  }
}

/** Refuses what cannot be the name of a field; fields may be called like things that are no keywords. */
export function checkFieldName(name: string, source: SourcePosition): void {
  if (!identifier.test(name) || keywords.has(name)) {
    refuse(
      "DSL-NAME",
      source,
      `"${name}" is no name for a field`,
      "Use letters, digits and underscores, and no word of P4.",
    );
  }
}

/** Refuses what cannot be the name of a table's key: a path of names (`hdr.ipv4.dst`), as P4Info shows it. */
export function checkKeyName(name: string, source: SourcePosition): void {
  if (name.split(".").every((part) => identifier.test(part))) return;
  refuse("DSL-NAME", source, `"${name}" is no name for a key`, "Use letters, digits, underscores and dots.");
}

const keywords: ReadonlySet<string> = new Set(
  `abstract action apply bit bool const control default else enum error exit extern false for header header_union
  if in inout int out package parser return select state string struct switch table this transition true tuple
  type typedef varbit value_set valueset void`.split(/\s+/),
);
