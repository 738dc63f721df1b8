import { expect, it } from 'vitest'
import { fakeHost } from '../src/index.ts'

it('knows only the secrets that it was given', () => {
  const host = fakeHost({ secrets: { ACME_API_KEY: 'k', EMPTY: '' } })
  expect(host.secret('ACME_API_KEY')).toBe('k')
  expect([host.secret('EMPTY'), host.secret('PATH'), host.secret('constructor')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

it('has a clock that moves only when it is told', () => {
  const host = fakeHost({ now: 1000 })
  expect([host.now(), host.now()]).toEqual([1000, 1000])
  host.advance(250)
  expect(host.now()).toBe(1250)
})

it('gives the same chance to every test', () => {
  const [one, two] = [fakeHost({ seed: 7 }), fakeHost({ seed: 7 })]
  const draws = Array.from({ length: 100 }, () => one.random())
  expect(Array.from({ length: 100 }, () => two.random())).toEqual(draws)
  expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true)
  expect(new Set(draws).size).toBe(100)
})

it('has no network unless it is given one, and keeps what is logged', async () => {
  const host = fakeHost()
  await expect(host.fetch('https://acme.test/v1')).rejects.toThrow('https://acme.test/v1')
  host.log('warn', 'careful', { count: 1 })
  expect(host.logs).toEqual([{ level: 'warn', message: 'careful', fields: { count: 1 } }])
})
