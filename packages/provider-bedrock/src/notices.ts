import type { Warning } from '@autobot/core/provider'
import { isHidden } from './models.ts'
import type { ModelName } from './models.ts'

/** Warnings that are worth saying once, with the first answer: core tells and logs them. */
export function createNotices(
  guardrail: Warning | undefined,
): (model: ModelName) => readonly Warning[] {
  const told = new Set<string>()
  const once = (key: string, warning: Warning): readonly Warning[] => {
    if (told.has(key)) return []
    told.add(key)
    return [warning]
  }
  return (model) => [
    ...(guardrail === undefined ? [] : once('', guardrail)),
    ...(isHidden(model) ? once(model.id, hidden(model)) : []),
  ]
}

function hidden({ id }: ModelName): Warning {
  return {
    code: 'family_unknown',
    message: `${id} does not tell which model it is: only what every model takes is sent. Set providers.bedrock.family to its family or id.`,
    path: 'providers.bedrock.family',
  }
}
