import type { JsonValue, ModelInfo, ProviderCheck } from '@autobot/core/provider'
import { check } from './check.ts'
import type { Endpoint } from './endpoint.ts'
import type { VendorSpec } from './vendor/spec.ts'
import type { ModelList } from './wire/codec.ts'

export interface Inquiries {
  models(): AsyncGenerator<ModelInfo>
  check(): Promise<ProviderCheck>
}

/** What a server is asked beside its answers; a program that only chats does not load it. */
export function inquiries(
  { keyPath, modelsPath }: VendorSpec,
  endpoint: Endpoint,
  loadList: () => Promise<ModelList>,
  get: (path: string) => Promise<JsonValue>,
): Inquiries {
  async function* models(): AsyncGenerator<ModelInfo> {
    const list = await loadList()
    let cursor: string | undefined
    do {
      const page = list.read(await get(modelsPath ?? list.path(cursor)))
      yield* page.models
      // A server that gives the same cursor twice would never end.
      cursor = page.cursor === cursor ? undefined : page.cursor
    } while (cursor !== undefined)
  }

  const askForKey = async (): Promise<void> => {
    if (keyPath !== undefined && endpoint.credentials !== undefined) await get(keyPath)
  }

  return { models, check: () => check(endpoint, models, askForKey) }
}
