/** A person has to agree first, and there is nobody to ask. */
export class AuthorizationNeeded extends Error {
  override readonly name = 'AuthorizationNeeded'
  readonly url: string
  /** Takes the address that the browser was sent to. */
  readonly finish: (answer: string) => Promise<void>

  constructor(url: string, finish: (answer: string) => Promise<void>) {
    super(`it needs an authorization; open ${url}`)
    this.url = url
    this.finish = finish
  }
}
