// Package p4.config.v1: what a P4 program shows to its control plane.
export * from "../gen/p4/config/v1/p4info.js";
export * from "../gen/p4/config/v1/p4types.js";
