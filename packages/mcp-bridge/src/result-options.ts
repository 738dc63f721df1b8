/** How much of a result models see, and in which form. */
export interface McpResultOptions {
  /** Bytes of UTF-8 of all text of one result, the mark of the cut included. Default 50 000. */
  readonly maxTextBytes?: number
  /** What stays of a text that is too long: its begin, or its begin and its end. Default `start`. */
  readonly keep?: 'start' | 'ends'
  /** Files of one result. Default 10. */
  readonly maxFiles?: number
  /** Bytes of one file. Default 5 242 880. */
  readonly maxFileBytes?: number
  /** Leaves out what a server marks as meant for people only. Default false. */
  readonly withholdForUser?: boolean
  /** Puts results between marks that name the server and cannot be guessed by it. Default false. */
  readonly delimit?: boolean
}

export const defaultResultOptions = {
  maxTextBytes: 50_000,
  keep: 'start',
  maxFiles: 10,
  maxFileBytes: 5 * 1024 * 1024,
  withholdForUser: false,
  delimit: false,
} as const satisfies Required<McpResultOptions>
