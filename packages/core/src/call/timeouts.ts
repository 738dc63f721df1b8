/** Milliseconds each; 0 turns one off. */
export interface Timeouts {
  /**
   * Until the service takes the call and begins to answer. Default off: some services begin with
   * the first fragment, and then this would be a limit on thinking.
   */
  readonly connectMs?: number
  /** Until the first fragment. Default 300 000: models may think for minutes. */
  readonly firstTokenMs?: number
  /** Between two fragments. Default 120 000. */
  readonly idleMs?: number
  /** The whole call. Default off. */
  readonly totalMs?: number
}
