import { createRegistry, errorInfo, type ProviderHost } from '@autobot/core'
import { compose } from '../compose.ts'
import { withPosition } from '../config/explain-error.ts'
import type { LoadedConfig } from '../config/load.ts'
import type { Item } from './item.ts'

/** Makes every provider that the configuration names; sends nothing. */
export async function checkProviders(
  loaded: LoadedConfig,
  host: ProviderHost,
): Promise<readonly Item[]> {
  const items: Item[] = []
  const noticed: ProviderHost = {
    ...host,
    log(level, message, fields) {
      if (level === 'warn' || level === 'error') items.push({ level: 'warning', message })
      else host.log(level, message, fields)
    },
  }
  const failed = (error: unknown, level: 'warning' | 'error'): void => {
    const { message, hint } = errorInfo(withPosition(error, loaded))
    items.push({ level, message, ...(hint !== undefined && { hint }) })
  }
  const { model, fallback = [] } = loaded.config.agents?.defaults ?? {}
  if (model === undefined) {
    items.push({
      level: 'warning',
      message: 'No default model is chosen',
      hint: 'Write agents.defaults.model: "PREFIX/MODEL" in config.yml, or pass --model each time.',
    })
  }
  const used = [...(model === undefined ? [] : [model]), ...fallback]
  const blocks = Object.keys(loaded.config.providers ?? {})
  const further = blocks.filter((prefix) => !used.some((item) => item.startsWith(`${prefix}/`)))
  try {
    const wanted = [...used, ...further.map((prefix) => `${prefix}/any`)]
    const { plugins, packages, providers } = await compose({
      loaded,
      host: noticed,
      models: wanted,
      servers: false,
    })
    for (const [name, from] of packages)
      items.push({ level: 'ok', message: `Plugin ${name} (${from})` })
    const registry = createRegistry({ plugins, providers, host: noticed })
    try {
      for (const item of used) {
        await registry.resolve(item).then(
          ({ prefix }) =>
            items.push({ level: 'ok', message: `Model ${item}: provider ${prefix} is configured` }),
          (error: unknown) => failed(error, 'error'),
        )
      }
      for (const prefix of further) {
        await registry.resolve(`${prefix}/any`).then(
          () => items.push({ level: 'ok', message: `Provider ${prefix} is configured` }),
          (error: unknown) => failed(error, 'warning'),
        )
      }
    } finally {
      await registry.dispose()
    }
  } catch (error) {
    failed(error, 'error')
  }
  return items
}
