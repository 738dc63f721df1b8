import type { Plugin } from '@autobot/core/provider'
import { simulatedWire, type ConformanceOptions } from '@autobot/testkit'
import { http } from '../../src/index.ts'

export const plugin: Plugin = http()

/** Vendors of each wire, as the suite asks them; the columns of the scorecard in README.md. */
export const targets: readonly (ConformanceOptions & { readonly name: string })[] = [
  {
    name: 'OpenAI Chat Completions',
    model: 'openai/gpt-4o',
    wire: 'openai-chat',
    models: { reasoning: 'openai/gpt-5.1' },
  },
  {
    name: 'DeepSeek',
    model: 'deepseek/deepseek-chat',
    wire: simulatedWire('openai-chat', { flavour: 'deepseek' }),
  },
  {
    name: 'Mistral',
    model: 'mistral/mistral-large-latest',
    wire: simulatedWire('openai-chat', { flavour: 'mistral' }),
  },
  {
    name: 'Groq',
    model: 'groq/llama-3.3-70b-versatile',
    wire: simulatedWire('openai-chat', { flavour: 'groq' }),
  },
  {
    name: 'Moonshot',
    model: 'moonshot/kimi-k2-thinking',
    wire: simulatedWire('openai-chat', { flavour: 'kimi' }),
  },
  {
    name: 'OpenAI Responses',
    model: 'openai-responses/gpt-5.1',
    wire: 'openai-responses',
  },
  {
    name: 'Anthropic Messages',
    model: 'anthropic/claude-sonnet-4-5',
    wire: 'anthropic-messages',
  },
  { name: 'Gemini', model: 'gemini/gemini-3-pro-preview', wire: 'gemini' },
]
