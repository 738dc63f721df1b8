import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { guardedFetch } from '../src/auth/guarded-fetch.ts'
import { fileStore, loopbackAuthorizer, openInBrowser } from '../src/index.ts'
import { bench, type Bench } from './bench.ts'
import { guardedServer, type GuardedServer } from './servers/guarded.ts'
import { temporaryFolder } from './temporary-folder.ts'

let remote: GuardedServer
let open: Bench[] = []
const start = (more: Parameters<typeof bench>[1] = {}): Bench => {
  const made = bench({ far: { url: remote.url } }, more)
  open.push(made)
  return made
}
beforeEach(async () => {
  remote = await guardedServer()
})
afterEach(async () => {
  await Promise.all(open.map(({ source }) => source.stop()))
  open = []
  remote.close()
})
const temporary = (): string => temporaryFolder('auth', onTestFinished)
/** A browser in which a person agrees at once. */
const authorizer = () => loopbackAuthorizer({ open: async (url) => void (await fetch(url)) })

it('asks a person once, and remembers', async () => {
  const folder = temporary()
  const first = start({ store: fileStore(folder), authorizer: authorizer() })
  expect(await first.call('mcp_far_who')).toMatchObject({ content: [{ text: 'you' }] })
  const second = start({ store: fileStore(folder), authorizer: authorizer() })
  await second.call('mcp_far_who')
  expect(remote.count).toMatchObject({ registered: 1, agreed: 1, calls: 2 })
})

it('shows the page where nobody can be asked, and is ready after its answer', async () => {
  const { call, source, logged } = start()
  expect(await source.tools({})).toEqual([])
  const [status] = source.status()
  expect(status).toMatchObject({ state: 'failed' })
  const page = status?.authorizationUrl ?? ''
  expect(page).toMatch(/\/authorize\?.*code_challenge_method=S256/)
  expect(source.warnings?.()[0]?.message).toContain(page)
  const answer = new URL(await remote.agree(page))
  const forged = new URL(answer)
  forged.searchParams.set('state', 'x')
  await expect(source.authorize('far', forged.href)).rejects.toThrow('does not belong')
  await source.authorize('far', answer.href)
  expect(await call('mcp_far_who')).toMatchObject({ isError: false })
  expect(source.status()[0]).toMatchObject({ state: 'ready' })
  expect(logged.join()).not.toContain(answer.searchParams.get('code'))
})

it('refreshes a token once, whoever needs it at the same time', async () => {
  const folder = temporary()
  const all = [1, 2, 3].map(() => start({ store: fileStore(folder), authorizer: authorizer() }))
  for (const { call } of all) await call('mcp_far_who')
  remote.expire()
  // Several calls of several programs, which only have the folder in common.
  const calls = all.flatMap(({ call }) => [1, 2, 3].map(() => call('mcp_far_who')))
  const results = await Promise.all(calls)
  expect(results.every(({ isError }) => !isError)).toBe(true)
  expect(remote.count).toMatchObject({ agreed: 1, refreshed: 1, refused: 0 })
})

it('does not refresh what another program has refreshed while the request was out', async () => {
  const folder = temporary()
  const [slow, quick] = [1, 2].map(() =>
    start({ store: fileStore(folder), authorizer: authorizer() }),
  )
  await slow?.call('mcp_far_who')
  await quick?.call('mcp_far_who')
  remote.expire()
  // The refusal of the slow one's request arrives when the other has its new token already.
  const release = remote.holdRefusal()
  const late = slow?.call('mcp_far_who')
  await release.held
  await quick?.call('mcp_far_who')
  release.go()
  expect(await late).not.toMatchObject({ isError: true })
  expect(remote.count).toMatchObject({ agreed: 1, refreshed: 1, refused: 0 })
})

it('asks for nothing at addresses where a server has no business', async () => {
  const asked: Request[] = []
  const send = guardedFetch(
    async (input, init) => {
      asked.push(new Request(input as string, init))
      return new Response('x'.repeat(2_000_000))
    },
    new URL('https://far.example/mcp'),
    { 'x-key': 'tok-123456' },
  )
  for (const url of [
    'http://127.0.0.1/x',
    'https://169.254.169.254/latest',
    'https://[::1]/x',
    'https://10.0.0.1/x',
    'http://elsewhere.example/x',
    'https://metadata.internal/x',
  ]) {
    await expect(send(url), url).rejects.toThrow('is not asked')
  }
  expect(asked).toEqual([])
  await expect(send('https://login.example/x')).rejects.toThrow('larger than')
  await send('https://far.example/mcp')
  expect(asked.map(({ headers }) => headers.get('x-key'))).toEqual([null, 'tok-123456'])
})

it('opens pages of the web only', () => {
  expect(() => openInBrowser('file:///etc/passwd')).toThrow('only http')
  expect(() => openInBrowser('javascript:alert(1)')).toThrow('only http')
})

it('does not send secrets over http to other machines', async () => {
  const { source } = bench({ far: { url: 'http://far.example/mcp' } })
  expect(await source.tools({})).toEqual([])
  expect(source.warnings?.()[0]?.message).toContain('use https')
})
