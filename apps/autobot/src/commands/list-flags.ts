/** Of every command that lists something. */
export interface ListFlags {
  readonly config?: string
  readonly verbose?: boolean
  readonly json?: boolean
}
