import type { ActionValue } from "p4runtime-js-grpc/values";
import type { Action, ActionCall } from "../model/index.js";
import { refuseControl } from "./refusal.js";

/** The call that an action with its arguments means, if it is one of the allowed actions. */
export function callOf(
  actions: readonly Action[],
  allowed: readonly number[],
  { action: name, params }: ActionValue,
): ActionCall {
  const index = allowed.find((candidate) => actions[candidate]?.name === name);
  const action = index === undefined ? undefined : actions[index];
  if (action === undefined)
    return refuseControl("INVALID_ARGUMENT", `the action ${name} is not allowed here`);
  const data = action.parameters.map(({ name: parameter, width }) => {
    const value = Object.hasOwn(params, parameter) ? params[parameter] : undefined;
    if (value === undefined) return refuseControl("INVALID_ARGUMENT", `${name} needs ${parameter}`);
    if (value < 0n || value >> BigInt(width) > 0n) {
      return refuseControl("INVALID_ARGUMENT", `${parameter} of ${name} has ${width} bits`);
    }
    return value;
  });
  return { action: action.index, data };
}

/** The inverse. */
export function actionValue(actions: readonly Action[], call: ActionCall): ActionValue {
  const action = actions[call.action];
  const params = Object.fromEntries(
    (action?.parameters ?? []).map(({ name }, index) => [name, call.data[index] ?? 0n]),
  );
  return { action: action?.name ?? "", params };
}
