import type { Warning } from '@autobot/core/provider'
import { present } from './config.ts'
import type { BedrockConfig } from './config.ts'
import type { Guardrail } from './wire/encode-request.ts'

export interface GuardrailChoice {
  readonly guardrail?: Guardrail
  /** Only half of it is configured: it is off, and someone has to know. */
  readonly warning?: Warning
}

export function chooseGuardrail(config: BedrockConfig): GuardrailChoice {
  const id = present(config.guardrailId)
  const version = present(config.guardrailVersion)
  if (id !== undefined && version !== undefined) {
    const streamMode = config.guardrailStreamMode
    return { guardrail: { id, version, ...(streamMode !== undefined && { streamMode }) } }
  }
  if (id === undefined && version === undefined) return {}
  const [set, missing] =
    id === undefined ? ['guardrail_version', 'guardrail_id'] : ['guardrail_id', 'guardrail_version']
  return {
    warning: {
      code: 'guardrail_disabled',
      message: `${set} is set but ${missing} is missing — guardrails disabled`,
      path: `providers.bedrock.${missing}`,
    },
  }
}
