import { choices, type Choice } from './choices.ts'

/** A local server that answered, and what it offers. */
export interface LocalServer {
  readonly choice: Choice
  readonly address: string
  readonly models: readonly string[]
}

/** Milliseconds: a server on this machine answers at once or is not there. */
const patience = 500

/** Asks each usual port for its models. */
export async function findLocalServers(
  fetch: typeof globalThis.fetch,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly LocalServer[]> {
  const found = await Promise.all(
    choices
      .filter(({ kind }) => kind === 'local')
      .map(async (choice): Promise<readonly LocalServer[]> => {
        const named = choice.addressVariable && environment[choice.addressVariable]
        const address = named || choice.address || ''
        const models = await modelsAt(address, fetch)
        return models === undefined ? [] : [{ choice, address, models }]
      }),
  )
  return found.flat()
}

async function modelsAt(
  address: string,
  fetch: typeof globalThis.fetch,
): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch(`${address.replace(/\/$/, '')}/models`, {
      signal: AbortSignal.timeout(patience),
      redirect: 'error',
    })
    const { data } = (await response.json()) as { data?: readonly { id?: unknown }[] }
    if (!response.ok || !Array.isArray(data)) return undefined
    return data.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  } catch {
    return undefined
  }
}
