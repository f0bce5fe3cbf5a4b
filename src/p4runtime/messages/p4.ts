// Package p4.v1: the requests and responses of P4Runtime.
export * from "../gen/p4/v1/p4data.js";
export * from "../gen/p4/v1/p4runtime.js";
