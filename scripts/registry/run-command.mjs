// Commands as a stranger types them: no environment of this workspace, a home of their own.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'

/** What npm and pnpm put into the environment of a script would lead a stranger's npm astray. */
function cleaned(environment) {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) =>
        !/^(npm_|pnpm_|NODE_OPTIONS|VITEST|TURBO_|INIT_CWD|GIT_|.*_API_KEY$|AWS_)/i.test(name),
    ),
  )
}

/** @param {{ home: string, npmrc: string, cache: string }} stranger */
export function commandRunner({ home, npmrc, cache }) {
  mkdirSync(home, { recursive: true })
  const who = { NAME: 'A stranger', EMAIL: 'stranger@example.com' }
  const base = {
    ...cleaned(process.env),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    HOME: home,
    USERPROFILE: home,
    NPM_CONFIG_USERCONFIG: npmrc,
    NPM_CONFIG_CACHE: cache,
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    CI: 'true',
    GIT_AUTHOR_NAME: who.NAME,
    GIT_AUTHOR_EMAIL: who.EMAIL,
    GIT_COMMITTER_NAME: who.NAME,
    GIT_COMMITTER_EMAIL: who.EMAIL,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  /** Resolves with what it printed; a status other than 0 is an error that shows all of it. */
  return function run(line, { cwd, env = {}, status: wanted = 0 }) {
    return new Promise((resolve, reject) => {
      const child = spawn(line, {
        cwd,
        env: { ...base, ...env },
        shell: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let out = ''
      let all = ''
      child.stdout.setEncoding('utf8').on('data', (text) => {
        out += text
        all += text
      })
      child.stderr.setEncoding('utf8').on('data', (text) => (all += text))
      child.on('error', reject)
      child.on('close', (status) => {
        if (status === wanted) resolve({ out, all })
        else reject(new Error(`${line} (in ${cwd}) ended with ${status}:\n${all}`))
      })
    })
  }
}
