/** The errors of core.p4, in its order (P4_16 language specification, section 13.1); a program's own follow. */
export const coreErrors: readonly string[] = [
  "NoError",
  "PacketTooShort",
  "NoMatch",
  "StackOutOfBounds",
  "HeaderTooShort",
  "ParserTimeout",
  "ParserInvalidArgument",
];
