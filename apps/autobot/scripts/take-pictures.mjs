// The pictures of docs/: the real command in a pseudo-terminal, asking services on this machine.
// Run with: node scripts/take-pictures.mjs
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LLMock } from '@copilotkit/aimock'
import { spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { screenPicture } from './screen-picture.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const bin = join(here, '..', 'bin', 'autobot.mjs')
const images = join(here, '..', '..', '..', 'docs', 'images')
const place = mkdtempSync(join(tmpdir(), 'autobot-pictures-'))
mkdirSync(images, { recursive: true })

const services = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
const lastIs = (role, text) => ({
  predicate: ({ messages }) =>
    messages.at(-1)?.role === role &&
    (text === undefined ||
      JSON.stringify(messages.filter((each) => each.role === 'user').at(-1)).includes(text)),
})
services.on(lastIs('tool', 'tides'), {
  content:
    '## Low tide\n\nYour notes name **two** of them:\n\n- Monday at `06:12`\n- Tuesday at `07:01`\n',
})
services.on(lastIs('tool', 'word count'), { content: '`notes.md` has **12** words.\n' })
services.onMessage(/tides/, {
  toolCalls: [{ id: 'c1', name: 'read_file', arguments: '{"path":"notes.md"}' }],
})
services.onMessage(/word count/, {
  toolCalls: [{ id: 'c2', name: 'exec', arguments: '{"command":"wc -w notes.md"}' }],
})
services.onMessage(/.*/, {
  content: 'Tuesday: it is the later one, and the harbour is open by then.\n',
})
const address = await services.start()

const nobody = Object.fromEntries(
  ['OLLAMA', 'LMSTUDIO', 'VLLM', 'LLAMACPP'].map((name) => [
    `${name}_BASE_URL`,
    'http://127.0.0.1:9/v1',
  ]),
)
const env = {
  PATH: process.env.PATH,
  HOME: place,
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  AWS_EC2_METADATA_DISABLED: 'true',
  ...nobody,
}

function open(words, cwd, more = {}) {
  const screen = new xterm.Terminal({ cols: 90, rows: 46, scrollback: 500, allowProposedApi: true })
  const child = spawn(process.execPath, [bin, ...words], {
    name: 'xterm-256color',
    cols: 90,
    rows: 46,
    cwd,
    env: { ...env, ...more },
  })
  const waiting = new Set()
  let over = false
  const check = () => waiting.forEach((each) => each())
  child.onData((data) => screen.write(data, check))
  child.onExit(() =>
    screen.write('', () => {
      over = true
      check()
    }),
  )
  const text = () =>
    Array.from(
      { length: screen.buffer.active.length },
      (_, y) => screen.buffer.active.getLine(y)?.translateToString(true) ?? '',
    ).join('\n')
  const until = (holds, what) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Not shown: ${what}\n${text()}`)), 15_000)
      const look = () => {
        if (!holds()) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return {
    type: (keys) => child.write(keys),
    shows: (wanted) =>
      until(
        () => (wanted instanceof RegExp ? wanted.test(text()) : text().includes(wanted)),
        wanted,
      ),
    ended: () => until(() => over, 'the end'),
    picture(name, title) {
      writeFileSync(join(images, name), screenPicture(screen, title))
      console.log(`docs/images/${name}`)
    },
    end: () => {
      if (!over) child.kill('SIGKILL')
    },
  }
}

try {
  const wizard = open(['new', 'mybot'], place, {
    ANTHROPIC_API_KEY: 'sk-ant-of-this-picture-123456',
  })
  await wizard.shows('Which provider?')
  wizard.type('\u001b[B\u001b[B')
  await wizard.shows('● AWS Bedrock')
  wizard.picture('wizard.png', 'autobot new mybot')
  wizard.end()

  const bot = join(place, 'mybot')
  const made = open(['new', 'mybot', '--provider', 'openai', '--yes'], place)
  await made.ended()
  writeFileSync(join(bot, '.env'), 'OPENAI_API_KEY=sk-of-this-picture-1234567890\n', {
    mode: 0o600,
  })
  writeFileSync(
    join(bot, 'workspace', 'notes.md'),
    '# Tides\n\nLow on Monday at 06:12.\nLow on Tuesday at 07:01.\n',
  )

  const doctor = open(['doctor'], bot)
  await doctor.ended()
  doctor.picture('doctor.png', 'autobot doctor')

  writeFileSync(
    join(bot, 'config.yml'),
    'agents: { defaults: { model: openai/gpt-5 } }\ntools: { sandbox: none }\n',
  )
  const talk = open(['agent', '-s', 'tides'], bot, {
    OPENAI_BASE_URL: `${address}/v1`,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: address,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE123456',
    AWS_SECRET_ACCESS_KEY: 'of-this-picture-123456',
    AWS_REGION: 'eu-central-1',
  })
  await talk.shows('You:')
  talk.type('When are the next low tides?\r')
  await talk.shows(/07:01[\s\S]*gpt-5 ·/)
  talk.type('And the word count of my notes?\r')
  await talk.shows('Allow?')
  talk.type('y\r')
  await talk.shows(/12 words[\s\S]*gpt-5 ·/)
  talk.type('/model bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0\r')
  await talk.shows('Now asking bedrock')
  talk.type('Which of the two suits me better?\r')
  await talk.shows(/by then[\s\S]*claude-sonnet-4-5-20250929-v1:0 ·/)
  await talk.shows(/You:\s*$/)
  talk.picture('talk.png', 'autobot agent')
  talk.end()
} finally {
  await services.stop()
  rmSync(place, { recursive: true, force: true })
}
