import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acme, runAutobot, withFolder } from '../run-autobot.ts'

const isInstalled = (shell: string): boolean =>
  spawnSync(shell, ['-c', 'exit 0']).error === undefined

const config = `
agents: { defaults: { model: acme/tool } }
providers: { acme: { api_key: "\${ACME_API_KEY:-none}" } }
plugins: [${JSON.stringify(acme)}]
`

describe('autobot status', () => {
  it('says what is set up, without asking anybody', () =>
    withFolder({ 'config.yml': config }, async (cwd) => {
      const env = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', KIMI_API_KEY: 'kimi-key-123456' }
      const run = await runAutobot(['status', '--json'], { cwd, env })
      const status = JSON.parse(run.stdout) as Record<string, unknown>
      expect(status).toMatchObject({ type: 'status', config: 'config.yml', model: 'acme/tool' })
      expect(status['providers']).toEqual([
        { prefix: 'acme', configuredBy: 'providers.acme' },
        { prefix: 'bedrock', configuredBy: 'AWS_ACCESS_KEY_ID' },
        { prefix: 'kimi', configuredBy: 'KIMI_API_KEY' },
      ])
      const page = await runAutobot(['status'], { cwd, env })
      expect(page.stdout).toContain('kimi: ✓ configured (KIMI_API_KEY)')
      expect(page.stdout).not.toContain('kimi-key-123456')
    }))
})

describe('autobot completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script for %s', (shell) =>
    withFolder({}, async (cwd) => {
      const run = await runAutobot(['completion', shell], { cwd })
      expect(run).toMatchObject({ status: 0, stderr: '' })
      expect(run.stdout).toContain('max-cost')
      // Where the shell is installed, it reads the script.
      const file = join(cwd, 'script')
      await writeFile(file, run.stdout)
      const check = spawnSync(shell, ['-n', file])
      if (check.error === undefined) expect(check.status, String(check.stderr)).toBe(0)
    }),
  )

  it('completes commands, options and values in bash', () =>
    withFolder({}, async (cwd) => {
      const { stdout } = await runAutobot(['completion', 'bash'], { cwd })
      const complete = (...words: string[]): string[] => {
        const array = words.map((word) => `'${word}'`).join(' ')
        const script = `${stdout}\nCOMP_WORDS=(autobot ${array}); COMP_CWORD=${words.length}; _autobot; echo "\${COMPREPLY[@]}"`
        return String(spawnSync('bash', ['-c', script]).stdout)
          .trim()
          .split(' ')
      }
      expect(complete('ag')).toEqual(['agent'])
      expect(complete('agent', '--max')).toEqual(['--max-steps', '--max-cost'])
      expect(complete('agent', '--reasoning', 'm')).toEqual(['medium'])
      expect(complete('-v', 'mcp', 'ca')).toEqual(['call'])
      expect(complete('mcp', 'add', '--ur')).toEqual(['--url'])
      expect(complete('completion', '')).toEqual(['bash', 'zsh', 'fish', '--help'])
      expect(complete('help', 'ag')).toEqual(['agent'])
      expect(complete('mcp', 'help', 'ad')).toEqual(['add'])
    }))

  it.skipIf(!isInstalled('fish'))('completes in fish', () =>
    withFolder({}, async (cwd) => {
      const file = join(cwd, 'autobot.fish')
      await writeFile(file, (await runAutobot(['completion', 'fish'], { cwd })).stdout)
      const complete = (line: string): string[] =>
        String(spawnSync('fish', ['-c', `source ${file}; complete -C '${line}'`], { cwd }).stdout)
          .trim()
          .split('\n')
          .map((found) => found.split('\t', 1)[0] ?? '')
      expect(complete('autobot ag')).toEqual(['agent'])
      expect(complete('autobot agent --max')).toEqual(['--max-cost', '--max-steps'])
      expect(complete('autobot agent --reasoning m')).toEqual(['medium'])
      expect(complete('autobot mcp ca')).toEqual(['call'])
      expect(complete('autobot completion ')).toEqual(['bash', 'fish', 'zsh'])
      expect(complete('autobot agent -a autobot.f')).toEqual(['autobot.fish'])
    }),
  )

  it.skipIf(!isInstalled('zsh'))('completes in zsh, sourced or as a function of fpath', () =>
    withFolder({}, async (cwd) => {
      await writeFile(
        join(cwd, '_autobot'),
        (await runAutobot(['completion', 'zsh'], { cwd })).stdout,
      )
      // A terminal of its own; what it shows after Tab is the completed line.
      const script = (setUp: string): string => `
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z 'PS1=; PROMPT_EOL_MARK=; autoload -U compinit; ${setUp}; echo rea""dy'
        zpty -r z line '*ready*'
        zpty -w -n z $'autobot agent --reas\t'
        zpty -r z line '*--reasoning *' && print -r -- DONE`
      for (const setUp of [
        `compinit -u -D; source ${cwd}/_autobot`,
        `fpath+=${cwd}; compinit -u -D`,
      ]) {
        const shell = spawnSync('zsh', ['-f', '-c', script(setUp)], {
          timeout: 15_000,
          env: { PATH: process.env['PATH'], HOME: cwd, TERM: 'dumb' },
        })
        expect(String(shell.stdout)).toContain('DONE')
      }
    }),
  )

  it('refuses another shell', () =>
    withFolder({}, async (cwd) => {
      expect((await runAutobot(['completion', 'csh'], { cwd })).status).toBe(2)
    }))
})

describe('every command', () => {
  it.each([
    'agent',
    'explain',
    'doctor',
    'models',
    'providers',
    'plugins',
    'mcp',
    'sessions',
    'status',
    'completion',
    'new',
    'setup',
    'mcp list',
    'mcp tools',
    'mcp call',
    'mcp add',
    'mcp remove',
    'mcp approve',
    'mcp serve',
    'sessions list',
    'sessions show',
    'sessions delete',
  ])('%s has help with examples', (command) =>
    withFolder({}, async (cwd) => {
      const words = command.split(' ')
      const run = await runAutobot([...words, '--help'], { cwd })
      expect(run).toMatchObject({ status: 0, stderr: '' })
      expect(run.stdout).toContain('Usage: autobot')
      expect(run.stdout).toContain('Examples:')
      expect((await runAutobot(['help', ...words], { cwd })).stdout).toBe(run.stdout)
    }),
  )
})

it('takes -c and -v before the command, too', () =>
  withFolder({ 'other.yml': config }, async (cwd) => {
    const env = { ACME_API_KEY: 'acme-key-123456' }
    const run = await runAutobot(['-v', '-c', 'other.yml', 'plugins', '--json'], { cwd, env })
    expect(run.status).toBe(0)
    expect(run.stdout).toContain('acme')
  }))

describe('built-in tools', () => {
  it('are there with a workspace, and each can be switched off', () =>
    withFolder({ 'config.yml': config }, async (cwd) => {
      const tools = async (): Promise<string> =>
        (await runAutobot(['plugins', '--json'], { cwd })).stdout
      expect(await tools()).not.toContain('read_file')
      await mkdir(join(cwd, 'workspace'))
      expect(await tools()).toContain('"exec"')
      const words = ['agent', '-m', 'hi', '--tools', 'list_dir', '--json']
      const run = await runAutobot(words, { cwd })
      expect(run.stdout).toContain('Invalid arguments')
    }))

  it('are left out by name, or all at once', () =>
    withFolder(
      { 'config.yml': config.replace('plugins: [', 'plugins: [{ exec: { enabled: false } }, ') },
      async (cwd) => {
        await mkdir(join(cwd, 'workspace'))
        const { stdout } = await runAutobot(['plugins', '--json'], { cwd })
        expect(stdout).toContain('"read_file"')
        expect(stdout).not.toContain('"exec"')
      },
    ))
})
