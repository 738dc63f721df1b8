import type { ConformanceCase } from './conformance-case.ts'
import { conformanceSections } from './conformance-cases.ts'

const start = '<!-- cases:start -->'
const end = '<!-- cases:end -->'

/** The contract's page with the cases of the suite between its markers. */
export function withCases(page: string): string {
  const from = page.indexOf(start)
  const to = page.indexOf(end)
  if (from === -1 || to < from) throw new Error(`The page has no ${start} … ${end}.`)
  return `${page.slice(0, from)}${start}\n\n${cases()}\n${page.slice(to)}`
}

function cases(): string {
  return conformanceSections
    .map(({ title, cases: some }) => `### ${title}\n\n${some.map(line).join('\n')}\n`)
    .join('\n')
}

function line({ id, obligation, rules, decides }: ConformanceCase): string {
  const anchor = id.toLowerCase()
  const links = rules.map((rule) => `[${rule}](#${rule.toLowerCase()})`)
  const facts = [...links, ...(decides === 'core' ? ['core'] : [])]
  const after = facts.length === 0 ? '' : ` (${facts.join(', ')})`
  return `- <a id="${anchor}"></a>**${id}** ${obligation}${after}`
}
