import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameTools, type NamedTool } from '../src/naming.ts'

const names = (tools: readonly NamedTool[]): string[] => {
  const map = nameTools(tools)
  return tools.map((tool) => map.get(tool) as string)
}

it('folds names as people expect', () => {
  expect(names([{ server: 'GitHub', tool: 'list-repos' }])).toEqual(['mcp_github_list_repos'])
  expect(names([{ server: '-a.b-', tool: '__x..y__' }])).toEqual(['mcp_a_b_x_y'])
})

it('gives each of two tools that would share a name a suffix, in any order', () => {
  const first = { server: 'a_b', tool: 'c' }
  const second = { server: 'a', tool: 'b_c' }
  const [one, two] = names([first, second])
  expect(one).toMatch(/^mcp_a_b_c_[0-9a-f]{8}$/)
  expect(one).not.toBe(two)
  expect(names([second, first])).toEqual([two, one])
})

it('makes unique names that every provider takes', () => {
  const tool = fc.record({
    server: fc.string({ maxLength: 70 }),
    tool: fc.string({ maxLength: 70 }),
  })
  const unique = { selector: (each: NamedTool) => `${each.server}\0${each.tool}` }
  fc.assert(
    fc.property(fc.uniqueArray(tool, { maxLength: 8, ...unique }), (tools) => {
      const made = names(tools)
      expect(new Set(made).size).toBe(tools.length)
      for (const name of made) expect(name).toMatch(/^[a-z][a-z0-9_]{0,63}$/)
    }),
  )
})
