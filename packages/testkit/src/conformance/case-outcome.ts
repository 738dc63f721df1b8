/** A case that has nothing to show here. */
export class CaseSkipped extends Error {
  override readonly name: string = 'CaseSkipped'
}

/** What was expected did not come. */
export class CaseFailed extends Error {
  override readonly name: string = 'CaseFailed'
}
