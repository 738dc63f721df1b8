import { defaultHost } from '@autobot/core'
import type { ProviderHost } from '@autobot/core/provider'
import { isSecretName } from './config/secrets.ts'
import type { CommandContext } from './command-context.ts'

/** This process as the outside world of providers. */
export function processHost(context: CommandContext): ProviderHost {
  return defaultHost({
    secret(name) {
      const value = context.environment[name]
      if (value === undefined || value === '') return undefined
      if (isSecretName(name)) context.redactor.add(value)
      return value
    },
    log: context.log,
  })
}
