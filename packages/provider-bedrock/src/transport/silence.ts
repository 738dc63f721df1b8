import { ProviderError } from '@autobot/core/provider'

export interface Silence {
  /** Aborted when the caller aborts, and when nothing was heard for too long. */
  readonly signal: AbortSignal
  heard(): void
  stop(): void
}

/** Ends a call in which the service says nothing for `seconds`. */
export function watchSilence(seconds: number | undefined, signal: AbortSignal): Silence {
  if (seconds === undefined || seconds <= 0) {
    return { signal, heard: () => undefined, stop: () => undefined }
  }
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort(
      new ProviderError(`Bedrock said nothing for ${seconds} s.`, {
        code: 'timeout',
        provider: 'bedrock',
        hint: 'Try again, or raise providers.bedrock.timeout_seconds.',
      }),
    )
  }, seconds * 1000)
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    heard: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
  }
}
