/** How patient a controller is. All of it is about speed; safety does not depend on it. */
export interface ViewTiming {
  /** Between two calls of `tick`. */
  readonly tickUs: number;
  /** Between two looks at the registers of a switch while nothing is wrong. */
  readonly pollUs: number;
  /** Between two surveys of the log servers. */
  readonly surveyUs: number;
  /** After that a question to a log server is asked again. */
  readonly retryUs: number;
  /** How long a new controller waits for those who have not answered, before it begins without them. */
  readonly startUs: number;
  /** How long a view change waits for the last log servers once it has its majorities. */
  readonly graceUs: number;
  /** A view change that has not come to an end by then begins again. */
  readonly attemptUs: number;
  /** A switch whose data plane answers nothing for so long is left out. */
  readonly silentUs: number;
  /** A token that makes no hop for so long is gone. */
  readonly stallUs: number;
  /** A log server that answers nothing for so long is left out. */
  readonly serverSilentUs: number;
  /** A commit cursor that stands still below the tail for so long needs a new view. */
  readonly stuckUs: number;
  /** Between two rounds in which log servers are brought up to date. */
  readonly catchUpUs: number;
  /** A stripe moves when so many indices are left to be copied while the view changes. */
  readonly moveRest: number;
  /** How long somebody who is back must have answered before a new view takes it in. */
  readonly joinUs: number;
}

/** For a fabric on one machine, whose processes share a few processors. */
export const defaultTiming: ViewTiming = {
  tickUs: 20_000,
  pollUs: 100_000,
  surveyUs: 200_000,
  retryUs: 60_000,
  startUs: 10_000_000,
  graceUs: 80_000,
  attemptUs: 3_000_000,
  silentUs: 1_000_000,
  stallUs: 500_000,
  serverSilentUs: 2_000_000,
  stuckUs: 2_000_000,
  catchUpUs: 1_000_000,
  moveRest: 128,
  joinUs: 500_000,
};
