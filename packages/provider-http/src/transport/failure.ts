import { ProviderError, type JsonValue } from '@autobot/core/provider'
import type { ErrorScene, ErrorWords } from './error-scene.ts'

/** What puts failures into words: rules, hints, lists of codes. Loaded with the first failure. */
export type Words = typeof import('./words.ts')

/** Says what went wrong, once the words are there. */
export type Told = (words: Words) => ErrorWords

/** A failure whose words are not loaded yet; it does not leave the transport. */
export class Failure extends Error {
  readonly tell: Told
  /** The provider's own value, which may hold an answer all the same. */
  readonly said: JsonValue | undefined

  constructor(tell: Told, said?: JsonValue) {
    super('A failure that was not put into words.')
    this.tell = tell
    this.said = said
  }
}

/** What the caller gets for anything that was thrown. After an abort it is that, whatever it was. */
export async function inWords(
  error: unknown,
  { prefix }: ErrorScene,
  signal: AbortSignal,
  unforeseen: Told,
): Promise<ProviderError> {
  if (signal.aborted) return abortedError(prefix, signal)
  if (ProviderError.is(error)) return error
  const words = await import('./words.ts')
  if (signal.aborted) return abortedError(prefix, signal)
  const tell = error instanceof Failure ? error.tell : unforeseen
  const { message, ...init } = tell(words)
  return new ProviderError(message, init)
}

export function abortedError(prefix: string, signal: AbortSignal): ProviderError {
  return new ProviderError('The call was aborted.', {
    code: 'aborted',
    provider: prefix,
    cause: signal.reason,
  })
}
