import type { ModelInfo, ProviderCheck, ProviderError } from '@autobot/core/provider'
import type { Endpoint } from './endpoint.ts'

type Item = ProviderCheck['items'][number]

/** Where the key is from, whether it and the server are good, and what to do if not. */
export async function check(
  { credentials, baseUrl }: Endpoint,
  models: () => AsyncGenerator<ModelInfo>,
  askForKey: () => Promise<void>,
): Promise<ProviderCheck> {
  const source = credentials === undefined ? 'no key is sent' : `the key is from ${credentials}`
  const items: Item[] = [{ level: 'ok', message: `${baseUrl}: ${source}` }]
  try {
    // Where the list of models is for everybody, it says nothing of the key.
    await askForKey()
    let count = 0
    for await (const model of models()) if (model.id !== '') count += 1
    items.push({ level: 'ok', message: `${count} ${count === 1 ? 'model' : 'models'}` })
  } catch (error) {
    items.push(itemOf(error, baseUrl))
  }
  return { items }
}

function itemOf(error: unknown, baseUrl: string): Item {
  const { message, hint, status } = error as ProviderError
  const isThere = status === 404 || status === 405
  return {
    level: isThere ? 'warning' : 'error',
    message: isThere ? `${baseUrl} answers, but has no list of models: ${message}` : message,
    ...(hint !== undefined && { hint }),
  }
}
