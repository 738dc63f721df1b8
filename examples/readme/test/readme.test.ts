import { execFile } from 'node:child_process'
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesServer } from '../../parity/src/files-server.ts'
import { startStandIn, type StandIn } from '../../parity/src/stand-in.ts'

const here = import.meta.dirname
const program = join(here, '../src/agent.ts')
let folder = ''
let standIn: StandIn

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'autobot-readme-'))
  standIn = await startStandIn(0)
})
afterAll(async () => {
  await standIn.stop()
  await rm(folder, { recursive: true, force: true })
})

test('the README shows the program as it is', async () => {
  const source = await readFile(program, 'utf8')
  const region = /\/\/ #region readme\n(.*)\/\/ #endregion/s.exec(source)?.[1]
  const readme = await readFile(join(here, '../../../README.md'), 'utf8')
  expect(region).toBeDefined()
  expect(readme).toContain(`\`\`\`ts\n${region}\`\`\``)
})

test.skipIf(process.platform === 'win32')('the program answers on both providers', async () => {
  await cp(join(here, '../../parity/sample'), join(folder, 'sample'), { recursive: true })
  // The installed server in place of the one that npx would fetch.
  const { command, args } = filesServer('.')
  const npx = join(folder, 'npx')
  await writeFile(npx, `#!/bin/sh\nexec '${command}' '${args[0]}' "$3"\n`)
  await chmod(npx, 0o755)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@autobot/source', program],
    {
      cwd: join(folder, 'sample'),
      env: {
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        HOME: folder,
        OPENAI_API_KEY: 'stand-in',
        OPENAI_BASE_URL: `${standIn.url}/v1`,
        AWS_ACCESS_KEY_ID: 'stand-in',
        AWS_SECRET_ACCESS_KEY: 'stand-in',
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: standIn.url,
      },
    },
  )
  expect(stdout.match(/The oldest is of 1898-11-05, in logbook-kestrel\.txt/g)).toHaveLength(2)
  expect(stdout.match(/The newest is of 1923-09-17, in logbook-marigold\.txt/g)).toHaveLength(2)
})
