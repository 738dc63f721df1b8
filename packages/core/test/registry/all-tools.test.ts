import { describe, expect, it } from 'vitest'
import { createAgent, definePlugin, defineTool } from '../../src/index.ts'
import { say, scripted } from '../agent/scripted.ts'

const search = defineTool({ name: 'search', execute: () => '' })

describe('the tools of an agent', () => {
  it('a name that is there twice is an error that names both owners', async () => {
    const brings = definePlugin({ name: 'finder', register: (r) => r.tool(search) })
    const lists = definePlugin({
      name: 'lists',
      register: (r) => r.toolSource({ name: 'server', tools: () => Promise.resolve([search]) }),
    })
    const make = (plugins: (typeof brings)[], own: boolean) => {
      const { plugin } = scripted([say('x')])
      const tools = own ? [search] : []
      return createAgent({ model: 'scripted/m', plugins: [plugin, ...plugins], tools }).run('go')
    }
    await expect(make([brings], true)).rejects.toThrow(/from the agent and from finder/)
    await expect(make([brings, lists], false)).rejects.toThrow(/from finder and from server/)
  })

  it('a source that fails costs its own tools, and is told of', async () => {
    const broken = definePlugin({
      name: 'lists',
      register: (r) =>
        r.toolSource({ name: 'server', tools: () => Promise.reject(new Error('gone away')) }),
    })
    const { plugin, requests } = scripted([say('x')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin, broken],
      tools: [search],
    })
    const { warnings } = await agent.run('go')
    expect(requests[0]?.tools?.map(({ name }) => name)).toEqual(['search'])
    expect(warnings).toMatchObject([
      { code: 'tool_source_failed', message: expect.stringContaining('gone away') as string },
    ])
  })
})
