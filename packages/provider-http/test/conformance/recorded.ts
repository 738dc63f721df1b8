import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Fixture } from '@autobot/testkit'

// What real services answered; not part of this repository, so there is nothing where it is absent.
const folder = fileURLToPath(new URL('../../../../../shared/data/recordings/', import.meta.url))

/** Streams whose answers are texts or calls; those of tools of the service have tests of their own. */
const recordings: readonly (readonly [target: string, folder: string, files: RegExp])[] = [
  ['OpenAI Chat Completions', 'openai', /^openai-text\.chunks/],
  ['DeepSeek', 'deepseek', /chunks\.txt$/],
  ['Mistral', 'mistral', /chunks\.txt$/],
  ['Groq', 'groq', /chunks\.txt$/],
  ['Moonshot', 'moonshotai', /chunks\.txt$/],
  ['OpenAI Responses', 'openai', /^openai-(reasoning|phase).*chunks\.txt$/],
  ['Anthropic Messages', 'anthropic', /^anthropic-(text|tool-no-args|json-tool\.1)\.chunks\.txt$/],
  ['Gemini', 'google', /^google-(text|reasoning|tool-call)[^/]*\.chunks\.txt$/],
]

function fixtureOf(vendor: string, file: string): Fixture {
  const events = readFileSync(`${folder}${vendor}/${file}`, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const end = /^(anthropic|google)$/.test(vendor) ? [] : ['[DONE]']
  const text = [...events, ...end].map((data) => `data: ${data}\n\n`).join('')
  const response = { status: 200, headers: { 'content-type': 'text/event-stream' }, text }
  return { version: 1, name: `${vendor}/${file}`, exchanges: [{ response }] }
}

/** By the name of a target. */
export const fixtures: Readonly<Record<string, readonly Fixture[]>> = existsSync(folder)
  ? Object.fromEntries(
      recordings.map(([target, vendor, files]) => [
        target,
        readdirSync(`${folder}${vendor}`)
          .filter((file) => files.test(file))
          .map((file) => fixtureOf(vendor, file)),
      ]),
    )
  : {}
