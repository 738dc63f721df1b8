import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Validator, type Schema } from '@cfworker/json-schema'
import { describe, expect, test } from 'vitest'
import type { ToolDefinition } from '../../src/contract/request.ts'
import { prepare } from '../../src/prepare/prepare.ts'
import { compileSchema } from '../../src/prepare/schema/compile.ts'
import { dialects } from './dialects.ts'
import { sample } from './sample.ts'
import { schemaComplaints } from '../../../testkit/src/validators/schema-complaints.ts'

const folder = fileURLToPath(new URL('../../../../../shared/data/mcp-tools/', import.meta.url))
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const readTools = (name: string): ToolDefinition[] =>
  (JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as { tools: ToolDefinition[] }).tools

describe.skipIf(files.length === 0)('the tools of real servers', () => {
  for (const [name, dialect] of Object.entries(dialects)) {
    test(`are legal in the dialect "${name}"`, () => {
      let count = 0
      for (const file of files) {
        for (const tool of readTools(file)) {
          count += 1
          const { schema } = compileSchema(tool.inputSchema, dialect)
          const found = schemaComplaints(schema, dialect)
          if (found.length > 0) throw new Error(`${file} ${tool.name}: ${found.join('; ')}`)
        }
      }
      expect(count).toBeGreaterThan(0)
    })

    test(`keep the values of arguments in the dialect "${name}"`, () => {
      let checked = 0
      for (const tool of files.flatMap(readTools)) {
        const { schema, encode, decode } = compileSchema(tool.inputSchema, dialect)
        const original = new Validator(tool.inputSchema as Schema, '2020-12')
        const compiled = new Validator(schema as Schema, '2020-12')
        for (const full of [true, false]) {
          const value = sample(tool.inputSchema, full)
          if (typeof value !== 'object' || !original.validate(value).valid) continue
          checked += 1
          const wire = encode(value)
          expect(decode(wire), tool.name).toEqual(value)
          // Optional properties have to be given as null in one dialect; nullable is no keyword.
          if (dialect.allRequired === 'yes' || dialect.typeArrays === 'nullable') continue
          expect(compiled.validate(wire).errors, tool.name).toEqual([])
        }
      }
      expect(checked).toBeGreaterThan(500)
    })
  }

  test('have legal and different names', () => {
    const tools = files.flatMap((file) =>
      readTools(file).map((tool) => ({ ...tool, name: `${file}/${tool.name}` })),
    )
    const target = { prefix: 'p', model: 'm', capabilities: { maxTools: 10_000 } }
    const { request, toolName } = prepare({ model: 'm', messages: [], tools }, target)
    const names = (request.tools ?? []).map((tool) => tool.name)
    expect(new Set(names).size).toBe(tools.length)
    for (const name of names) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/)
    expect(names.map(toolName)).toEqual(tools.map((tool) => tool.name))
  })
})
