import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Tool } from '@autobot/core/provider'
import { describe, expect, it } from 'vitest'
import { nameTools } from '../src/naming.ts'
import { approve, compare } from '../src/pins.ts'
import { readToolPage, type RemoteTool } from '../src/remote-tool.ts'
import { scan } from '../src/scan.ts'
import { searchTools } from '../src/search-tools.ts'
import { isTooMany } from '../src/tool-budget.ts'

// The tools of real servers, collected beside the checkout; they belong to others.
const folder = fileURLToPath(new URL('../../../../shared/data/mcp-tools/', import.meta.url))
const isThere = existsSync(folder)
const lists = isThere
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.json') && !file.startsWith('_'))
      .map((file) => ({
        server: file.replace('.json', ''),
        page: readToolPage(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as unknown),
      }))
  : []
const toolsOf = (server: string): readonly RemoteTool[] =>
  lists.find((list) => list.server === server)?.page.tools ?? []
const all = lists.flatMap(({ server, page }) =>
  page.tools.map((tool) => ({ server, tool: tool.name })),
)

describe.skipIf(!isThere)('the tools of real servers', () => {
  it('are all read, but those for people and those that only run as tasks', () => {
    expect(all.length).toBeGreaterThan(500)
    expect(lists.flatMap(({ page }) => page.problems)).toEqual([])
    expect(toolsOf('modelcontextprotocol__server-gitlab')).toHaveLength(9)
  })

  it('have names of their own that lead back to them', () => {
    const names = nameTools(all)
    const made = all.map((tool) => names.get(tool) ?? '')
    expect(new Set(made).size).toBe(all.length)
    expect(made.filter((name) => !/^[a-z][a-z0-9_]{0,63}$/.test(name))).toEqual([])
    const shuffled = nameTools([...all].reverse())
    expect(all.map((tool) => shuffled.get(tool))).toEqual(made)
  })

  it('are the same to those who approved them', () => {
    for (const { page } of lists) {
      const again = JSON.parse(JSON.stringify(page.tools)) as RemoteTool[]
      expect(compare(approve(undefined, page.tools), again).size).toBe(0)
    }
  })

  it('seldom look like an attack', () => {
    const found = lists.flatMap(({ page }) =>
      page.tools.filter(({ description = '' }) => scan(description).length > 0),
    )
    // Read by a person: files of keys as an example, or a rule of what to tell the user.
    expect(found.length).toBeLessThanOrEqual(10)
  })

  it('are found by what they do when there are too many', () => {
    const many = toolsOf('zereight__mcp-gitlab')
    const named = many.map(({ name, description = '', inputSchema }): Tool => ({
      name: `mcp_gitlab_${name}`,
      description,
      inputSchema,
      execute: () => undefined,
    }))
    expect(isTooMany(undefined)(named)).toBe(true)
    expect(isTooMany(undefined)(named.slice(0, 5))).toBe(false)
    const offered = searchTools(new Map(named.map((tool) => [tool.name, tool])))
    expect(JSON.stringify(offered).length).toBeLessThan(4000)
    const search = offered.find(({ name }) => name === 'mcp_search_tools')
    const found = String(search?.execute({ query: 'list merge requests' } as never, {} as never))
    expect(found.split('\n').slice(0, 5).join('\n')).toContain('mcp_gitlab_list_merge_requests')
    expect(found.length).toBeLessThan(4000)
  })
})
