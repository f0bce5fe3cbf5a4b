import {
  decodeStoredFabric,
  encodeStoredFabric,
  type FabricParts,
  type StoredFabric,
} from "../../../controller/index.js";
import { CodedError, type Diagnostic } from "../../base/index.js";
import { tellParent } from "./tell-parent.js";

/** What the process of a controller asks its parent, which runs the parts. */
interface PartsQuestion {
  /** Unlike that of any other life of the controller. */
  readonly question: string;
  /** `encodeStoredFabric` of what has to be there. */
  readonly follow: string;
}

/** What the parent answers: addresses of switches by name, or why they cannot be had. */
interface PartsAnswer {
  readonly answer: string;
  readonly addresses?: readonly (readonly [string, string])[];
  readonly faults?: readonly Diagnostic[];
}

const alone: Diagnostic = {
  code: "CONTROLLER-ALONE",
  message: "whoever started this controller is gone",
};

/** The parts as the process of a controller has them: its parent runs them. */
export function partsOfParent(): FabricParts {
  const waiting = new Map<string, (answer: PartsAnswer) => void>();
  let last = 0;
  process.on("message", (message: PartsAnswer) => waiting.get(message.answer)?.(message));
  process.once("disconnect", () => {
    for (const [answer, resolve] of waiting) resolve({ answer, faults: [alone] });
  });
  return {
    check: () => {},
    follow: async (stored) => {
      if (!process.connected) throw new CodedError(alone);
      last += 1;
      const question: PartsQuestion = {
        question: `${process.pid} ${last}`,
        follow: encodeStoredFabric(stored),
      };
      const answer = await new Promise<PartsAnswer>((resolve) => {
        waiting.set(question.question, resolve);
        tellParent(question);
      });
      waiting.delete(answer.answer);
      const [first, ...rest] = answer.faults ?? [];
      if (first !== undefined) throw new CodedError(first, ...rest);
      return new Map(answer.addresses);
    },
  };
}

export function isPartsQuestion(message: unknown): message is PartsQuestion {
  return typeof message === "object" && message !== null && "question" in message;
}

/** Answers a question of the controller's process. */
export async function answerPartsQuestion(
  { question, follow }: PartsQuestion,
  parts: (stored: StoredFabric) => Promise<ReadonlyMap<string, string>>,
): Promise<PartsAnswer> {
  try {
    const addresses = await parts(decodeStoredFabric(follow, "the controller's fabric"));
    return { answer: question, addresses: [...addresses] };
  } catch (error) {
    if (error instanceof CodedError) return { answer: question, faults: error.diagnostics };
    const message = error instanceof Error ? error.message : String(error);
    return { answer: question, faults: [{ code: "FABRIC-CHANGE-PARTS", message }] };
  }
}
