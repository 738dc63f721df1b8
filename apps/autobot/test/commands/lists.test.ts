import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acme, runAutobot, withFolder } from '../run-autobot.ts'

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
      const check = spawnSync(shell, ['-n'], { input: run.stdout })
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
    }))

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
  ])('%s has help with examples', (command) =>
    withFolder({}, async (cwd) => {
      const run = await runAutobot([command, '--help'], { cwd })
      expect(run).toMatchObject({ status: 0, stderr: '' })
      expect(run.stdout).toContain('Usage: autobot')
      expect(run.stdout).toContain('Examples:')
      expect((await runAutobot(['help', command], { cwd })).stdout).toBe(run.stdout)
    }),
  )
})

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
