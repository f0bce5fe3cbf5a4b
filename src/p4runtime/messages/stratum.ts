// Package stratum: what a role may do.
export * from "../gen/stratum/p4_role_config.js";
