// The cases of the conformance suite, written into docs/provider-contract.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { withCases } from '../packages/testkit/src/conformance/contract-page.ts'

const page = new URL('../docs/provider-contract.md', import.meta.url)
writeFileSync(page, withCases(readFileSync(page, 'utf8')))
