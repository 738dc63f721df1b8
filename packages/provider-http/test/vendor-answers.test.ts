import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { allCuts, cutProviders } from './support/cut.ts'
import { ask, context, drain, fold, type Answer } from './support/drain.ts'

const providerOf = cutProviders()

/** An answer of a vendor: `<prefix>.json`, or `<prefix>.<what it shows>.json`. */
interface VendorAnswer {
  /** A recording of what, or why there is none. */
  readonly source: string
  readonly model: string
  /** Payloads of events; a text that begins with a colon is a comment. */
  readonly stream: readonly (object | string)[]
  readonly says: Partial<Answer>
}

const folder = new URL('./answers/', import.meta.url)

describe('answers of vendors say what they should, cut anywhere', () => {
  test.each(readdirSync(folder))(
    '%s',
    async (file) => {
      const text = readFileSync(new URL(file, folder), 'utf8')
      const { source, model, stream, says } = JSON.parse(text) as VendorAnswer
      expect(source).not.toBe('')
      const prefix = file.split('.')[0] ?? ''
      const lines = stream.map((event) => {
        if (typeof event !== 'string') return `data: ${JSON.stringify(event)}\n\n`
        return event.startsWith(':') ? `${event}\n\n` : `data: ${event}\n\n`
      })
      const bytes = new TextEncoder().encode(lines.join(''))
      for (const cuts of allCuts(bytes.length)) {
        const provider = await providerOf(prefix, bytes, cuts)
        const answer = fold(await drain(provider.stream(ask('hi', { model }), context)), prefix)
        expect(answer).toEqual({ ...answer, ...says })
      }
    },
    120_000,
  )
})
