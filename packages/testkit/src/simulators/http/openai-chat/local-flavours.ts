import type { HttpRefusal } from '../wire.ts'
import { base, type ChatFlavour } from './flavour-base.ts'

/** Servers on the user's own machine, each in front of a chat template. */
export const localFlavours: Readonly<Record<'vllm' | 'ollama' | 'lmstudio', ChatFlavour>> = {
  vllm: {
    ...base,
    name: 'vllm',
    keys: 'any',
    wrongChoice: (choice) => flat(`Invalid value for tool_choice: ${choice}`),
    template: 'yes',
    reasoningField: 'reasoning_content',
  },
  ollama: {
    ...base,
    name: 'ollama',
    keys: 'any',
    template: 'yes',
    pictures: 'bytes',
    reasoningField: 'reasoning',
    calls: 'whole',
  },
  lmstudio: {
    ...base,
    name: 'lmstudio',
    keys: 'any',
    choices: new Set(['none', 'auto', 'required']),
    wrongChoice: (choice) =>
      text(`Invalid tool_choice type: '${choice}'. Supported string values: none, auto, required`),
    template: 'yes',
    pictures: 'bytes',
    reasoningField: 'reasoning_content',
  },
}

function flat(message: string): HttpRefusal {
  const body = { object: 'error', message, type: 'BadRequestError', param: null, code: 400 }
  return { status: 400, message, body }
}

function text(message: string): HttpRefusal {
  return { status: 400, message, body: { error: message } }
}
