import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { configJsonSchema } from '../../src/config/json-schema.ts'

it('the published file is what the program checks (`pnpm schema` after a change)', async () => {
  const text = await readFile(new URL('../../config.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(text)).toEqual(configJsonSchema())
})
