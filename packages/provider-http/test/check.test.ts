import { describe, expect, test } from 'vitest'
import type { ProviderHost } from '@autobot/core/provider'
import { context, open } from './support/drain.ts'

type Reply = readonly [status: number, body: object]

async function checked(prefix: string, replies: Readonly<Record<string, Reply>>) {
  const asked: string[] = []
  const fetch: ProviderHost['fetch'] = async (input) => {
    const path = new URL(String(input)).pathname
    asked.push(path)
    const [status, body] = replies[path] ?? [404, {}]
    return Response.json(body, { status })
  }
  const provider = await open(prefix, { apiKey: 'k' }, { fetch })
  return { items: (await provider.check?.(context))?.items ?? [], asked, provider }
}

describe('check', () => {
  test('a key is asked for where the list of models is for everybody', async () => {
    const list: Reply = [200, { data: [{ id: 'a/b', top_provider: { max_completion_tokens: 9 } }] }]
    const bad = await checked('openrouter', {
      '/api/v1/key': [401, { error: { message: 'No auth credentials found', code: 401 } }],
      '/api/v1/models': list,
    })
    expect(bad.items).toMatchObject([
      { level: 'ok' },
      { level: 'error', hint: 'Check the key in providers.openrouter.api_key.' },
    ])
    const good = await checked('openrouter', { '/api/v1/key': [200, {}], '/api/v1/models': list })
    expect(good.items).toMatchObject([{ level: 'ok' }, { level: 'ok', message: '1 model' }])
    const models: unknown[] = []
    for await (const model of good.provider.listModels?.(context) ?? []) models.push(model)
    expect(models).toMatchObject([{ id: 'a/b', maxOutputTokens: 9 }])
  })

  test('a list that stands elsewhere', async () => {
    const { items, asked } = await checked('github', {
      '/catalog/models': [
        200,
        [{ id: 'openai/gpt-4.1', limits: { max_output_tokens: 3 } }],
      ] as never,
    })
    expect(asked).toEqual(['/catalog/models'])
    expect(items).toMatchObject([{ level: 'ok' }, { level: 'ok', message: '1 model' }])
  })

  test('a server without a list is there all the same', async () => {
    const { items } = await checked('vllm', {})
    expect(items).toMatchObject([
      { level: 'ok' },
      {
        level: 'warning',
        message: expect.stringContaining('no list of models'),
        hint: expect.stringContaining('api_base'),
      },
    ])
  })

  test('pages of a list are all read', async () => {
    let page = 0
    const fetch: ProviderHost['fetch'] = async (input) => {
      page += 1
      const url = new URL(String(input))
      expect(url.searchParams.get('after_id')).toBe(page === 1 ? null : 'claude-1')
      return Response.json({
        data: [{ id: `claude-${page}`, display_name: `Claude ${page}` }],
        has_more: page === 1,
        last_id: `claude-${page}`,
      })
    }
    const provider = await open('anthropic', { apiKey: 'k' }, { fetch })
    const ids: string[] = []
    for await (const { id } of provider.listModels?.(context) ?? []) ids.push(id)
    expect(ids).toEqual(['claude-1', 'claude-2'])
  })
})
