// Writes the table of vendors in docs/providers.md from the tables in src/providers; a release runs
// it. `--check` only says whether a row is no longer true: a vendor that was added since the last
// release may be missing, so that adding one touches no page. Needs a Node that reads TypeScript.
import { readFileSync, writeFileSync } from 'node:fs'
import { vendorList } from '../src/vendor-list.ts'

const page = new URL('../../../docs/providers.md', import.meta.url)
const begin = '<!-- vendors: written by packages/provider-http/scripts/vendor-table.mjs -->'
const end = '<!-- end of vendors -->'

const code = (text) => `\`${text}\``

function row(spec) {
  const { prefix, displayName, wire, baseUrl, resource, baseUrlEnvironment = [] } = spec
  const file = new URL(`../src/providers/${prefix}.ts`, import.meta.url)
  const [, source] = /^\/\/ (https:\/\/\S+)/m.exec(readFileSync(file, 'utf8')) ?? []
  if (source === undefined) throw new Error(`${file.pathname} states no source`)
  const keys = [...spec.keyEnvironment, ...(spec.tokenEnvironment ?? [])].map(code).join(', ')
  const address =
    baseUrl !== undefined
      ? code(baseUrl)
      : `your resource's (${[...baseUrlEnvironment, ...(resource ? [resource.environment] : [])].map(code).join(', ')})`
  return [
    code(prefix),
    `[${displayName}](${source})`,
    wire,
    spec.key === 'optional' ? `none needed; ${keys}` : keys,
    baseUrl !== undefined && baseUrlEnvironment.length > 0
      ? `${address}; ${baseUrlEnvironment.map(code).join(', ')}`
      : address,
  ]
}

const rows = [
  ['Prefix', 'Vendor and source', 'Wire', 'Key', 'Base URL'],
  ['---', '---', '---', '---', '---'],
  ...(await Promise.all(vendorList.map(({ load }) => load()))).map(({ spec }) => row(spec)),
]
const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const text = readFileSync(page, 'utf8')
const [before, rest] = text.split(begin)
const after = rest?.split(end)[1]
if (after === undefined) throw new Error('docs/providers.md has lost the marks of its table')
const wanted = `${before}${begin}\n\n${table}\n\n${end}${after}`
const shown = text.slice(before.length + begin.length, text.length - end.length - after.length)
const known = new Set(table.split('\n'))
const stale = shown.split('\n').filter((line) => line !== '' && !known.has(line))
if (!process.argv.includes('--check')) writeFileSync(page, wanted)
else if (stale.length > 0) {
  process.stderr.write(
    `docs/providers.md is stale, run packages/provider-http/scripts/vendor-table.mjs:\n${stale.join('\n')}\n`,
  )
  process.exitCode = 1
}
