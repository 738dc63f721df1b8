import { expect, test } from 'vitest'
import { surfaceChangesets } from './surface-changesets.ts'

const pin = { path: 'tooling/checks/surface/x.json', text: '{"name":"@autobot/x","names":{}}' }

function changeset(head: string) {
  return { path: '.changeset/a.md', text: `---\n${head}\n---\n\n'@autobot/y': major\n` }
}

test('a changed surface with its changeset is fine', () => {
  expect(
    surfaceChangesets({ pins: [pin], changesets: [changeset(`'@autobot/x': minor`)] }),
  ).toEqual([])
  expect(
    surfaceChangesets({ pins: [pin], changesets: [changeset('"@autobot/x": major')] }),
  ).toEqual([])
  expect(
    surfaceChangesets({
      pins: [pin],
      changesets: [changeset(`'@autobot/x': minor`), changeset(`'@autobot/x': patch`)],
    }),
  ).toEqual([])
})

test.each([
  ['none', []],
  ['one for another package', [changeset(`'@autobot/y': minor`)]],
  ['one that only mentions the package', [changeset(`'@autobot/z': minor\n# @autobot/x`)]],
  ['a patch', [changeset(`'@autobot/x': patch`)]],
])('is told with %s', (_name, changesets) => {
  expect(surfaceChangesets({ pins: [pin], changesets })).toHaveLength(1)
})
