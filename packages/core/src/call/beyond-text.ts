import type { StreamEvent } from '../contract/event.ts'
import type { ProviderHost } from '../contract/provider.ts'
import type { ChatRequest } from '../contract/request.ts'
import { orAbort } from '../errors/or-abort.ts'
import { urlsToFetch } from '../prepare/media.ts'
import { prepareWhole } from '../prepare/prepare-whole.ts'
import type { Prepared } from '../prepare/prepared.ts'
import type { Target } from '../registry/registry.ts'
import type { MediaFetcher, MediaOptions } from './fetch-media.ts'
import { shapedAnswer } from './shaped-answer.ts'

/** What a call takes that is about more than text: tools, files, an answer of a given shape. */
export interface BeyondText {
  prepare(request: ChatRequest, target: Target, signal: AbortSignal): Promise<Prepared>
  shaped(
    request: ChatRequest,
    events: AsyncIterable<readonly StreamEvent[]>,
    prepared: Prepared,
  ): AsyncIterable<readonly StreamEvent[]>
}

export function beyondText(host: ProviderHost, options: MediaOptions | undefined): BeyondText {
  let fetcher: MediaFetcher | undefined
  const loadFetcher = async (): Promise<MediaFetcher> => {
    const { createMediaFetcher } = await import('./fetch-media.ts')
    return (fetcher ??= createMediaFetcher(host, options))
  }

  return {
    async prepare(request, target, signal) {
      const urls = urlsToFetch(request.messages, target.capabilities)
      if (urls.length === 0) return prepareWhole(request, target)
      const { files, failures } = await orAbort(target.prefix, signal, async () =>
        (await loadFetcher()).fetch(urls, signal),
      )
      const prepared = prepareWhole(request, target, { media: files })
      if (failures.size === 0) return prepared
      const warnings = [...failures].map(([url, reason]) => ({
        code: 'media_not_fetched',
        message: `${plainUrl(url)} could not be fetched: ${reason}.`,
      }))
      return { ...prepared, warnings: [...prepared.warnings, ...warnings] }
    },
    shaped: ({ output }, events, prepared) =>
      output === undefined ? events : shapedAnswer(events, prepared),
  }
}

/** Without what may be secret: a name with a password, or the signature of a link. */
function plainUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed === undefined ? 'A URL' : `${parsed.origin}${parsed.pathname}`
}
