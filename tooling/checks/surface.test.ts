import { expect, test } from 'vitest'
import { printSurface, surface, surfaces } from './surface.ts'
import { readTree, type SourceFile } from './tree.ts'

test('what packages export is what was agreed (`pnpm surface` after an agreed change)', () => {
  expect(surface(readTree())).toEqual([])
})

const manifest = {
  name: '@autobot/x',
  exports: { '.': { '@autobot/source': './src/index.ts', default: './dist/index.js' } },
  publishConfig: { exports: { '.': './dist/index.js' } },
}
const sources: readonly SourceFile[] = [
  { path: 'packages/x/package.json', text: JSON.stringify(manifest) },
  {
    path: 'packages/x/src/index.ts',
    text: `export * from './a.ts'\nexport type * from './b.ts'\nexport { go, type Went } from './c.ts'`,
  },
  {
    path: 'packages/x/src/a.ts',
    text: 'export const one = 1\nexport interface One {}\nconst hidden = 1',
  },
  { path: 'packages/x/src/b.ts', text: 'export class Two {}\nexport function two() {}' },
]

test('reads names through stars, and tells values from types', () => {
  expect(surfaces(sources).get('packages/x')).toEqual({
    name: '@autobot/x',
    exports: { '.': './dist/index.js' },
    names: { '.': { values: ['go', 'one'], types: ['One', 'Two', 'Went', 'two'] } },
  })
})

test('finds a lost name, a new one, another map, and a pin that is missing or left over', () => {
  const now = surfaces(sources).get('packages/x')!
  const check = (pin: object): readonly string[] =>
    surface([
      ...sources,
      { path: 'tooling/checks/surface/x.json', text: printSurface({ ...now, ...pin }) },
    ])
  expect(check({})).toEqual([])
  expect(check({ names: { '.': { values: ['go'], types: now.names['.']!.types } } })).toEqual([
    'packages/x .: new value one',
  ])
  expect(check({ names: { '.': { ...now.names['.'], values: ['go', 'one', 'old'] } } })).toEqual([
    'packages/x .: lost value old',
  ])
  expect(check({ exports: {} })).toHaveLength(1)
  expect(surface(sources)).toHaveLength(1)
  expect(
    surface([{ path: 'tooling/checks/surface/gone.json', text: printSurface(now) }]),
  ).toHaveLength(1)
})
