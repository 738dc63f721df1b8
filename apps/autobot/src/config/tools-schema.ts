import type { ConfigNode } from './config-node.ts'

const text: ConfigNode = { type: 'string' }
const texts: ConfigNode = { type: 'array', items: text }

const rule: ConfigNode = {
  type: 'object',
  properties: {
    max_calls: { type: 'integer', minimum: 1, examples: [30] },
    window_seconds: { type: 'number', minimum: 1, 'x-absent': '60' },
  },
}

/** `tools`: how the built-in tools behave. */
export const toolsBlock: ConfigNode = {
  type: 'object',
  description: 'How the built-in tools behave.',
  properties: {
    sandbox: {
      type: 'string',
      enum: ['auto', 'bubblewrap', 'docker', 'none'],
      description: 'Where commands run. none: without walls, and each is asked for.',
      'x-absent': 'auto',
    },
    sandbox_env: { ...texts, description: 'Variables that commands see.', 'x-absent': 'none' },
    docker_image: { type: 'string', 'x-absent': 'alpine:latest' },
    exec: {
      type: 'object',
      properties: {
        timeout: { type: 'integer', minimum: 1, maximum: 600, 'x-absent': '60' },
        allow_patterns: { ...texts, description: 'With any, nothing else may run.' },
        deny_patterns: { ...texts, description: 'Beside the built-in ones.' },
      },
    },
    rate_limit: {
      type: 'object',
      properties: { global: rule, per_tool: { type: 'object', additionalProperties: rule } },
    },
  },
}
