import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WireName } from '../answers/script.ts'
import { confirmed } from '../report/confirmed.ts'
import { median, type Row } from '../report/row.ts'
import { bundledSize, bundleProgram } from '../run/bundle.ts'
import { measureInstallation, openWorkshop } from '../run/install.ts'
import type { PeerFolder } from '../run/peers.ts'
import { startInTurn } from '../run/starts.ts'

export interface PackageOptions {
  readonly port: number
  readonly peers: PeerFolder
  readonly size: 'full' | 'quick'
  readonly say: (text: string) => void
}

const http = ['@autobot/core', '@autobot/provider-http']
const all = [...http, '@autobot/provider-bedrock']
const rounds = { full: 15, quick: 5 }
const own = (name: string): string =>
  fileURLToPath(new URL(`../contenders/${name}.ts`, import.meta.url))

/** Where packages are installed: with the provider of most vendors, with Bedrock's too, the command. */
export interface Installations {
  readonly small: string
  readonly large: string
  readonly command: string
  remove(): void
}

/** Builds and installs what is not there; takes nobody's time but the machine's. */
export async function installPackages(say: PackageOptions['say']): Promise<Installations> {
  const workshop = openWorkshop()
  try {
    say('packages: build and install')
    const [small, large, command] = await Promise.all([
      workshop.install('http', http),
      workshop.install('all', all),
      workshop.install('cli', ['autobot']),
    ])
    return { small, large, command, remove: () => workshop.remove() }
  } catch (error) {
    workshop.remove()
    throw error
  }
}

/** What is installed, bundled and started. */
export async function packageFigures(
  { small, large, command }: Installations,
  options: PackageOptions,
): Promise<readonly Row[]> {
  return [
    ...installed(small, large),
    ...(await bundles(large, options)),
    ...(await coldStarts(large, options)),
    ...(await commandLine(command, options)),
  ]
}

function installed(smallPlace: string, largePlace: string): readonly Row[] {
  const small = measureInstallation(smallPlace)
  const large = measureInstallation(largePlace)
  const row = (
    wire: string,
    unit: Row['unit'],
    ours: number,
    target: number,
    peer: Record<string, number>,
  ): Row => ({
    figure: unit === 'MB' ? 'installed size' : 'installed packages',
    wire,
    unit,
    values: { ours, ...peer },
    target,
  })
  const mega = (bytes: number): number => bytes / 1_000_000
  return [
    row('core + provider-http', 'MB', mega(small.bytes), 4, {}),
    row('core + provider-http', 'packages', small.packages, 4, {}),
    row('… + provider-bedrock', 'MB', mega(large.bytes), 25, {}),
    row('… + provider-bedrock', 'packages', large.packages, 35, {}),
  ]
}

async function bundles(place: string, { peers }: PackageOptions): Promise<readonly Row[]> {
  const code = `import { createAgent } from '@autobot/core'
import { http } from '@autobot/provider-http'
const agent = createAgent({ model: 'openai/gpt-4.1', plugins: [http()] })
for await (const event of agent.stream('hi')) if (event.type === 'text_delta') process.stdout.write(event.text)`
  const kilo = (bytes: number): number => bytes / 1000
  const ours = kilo(await bundledSize(code, place))
  const other = peers.folder
  const openai = `import OpenAI from 'openai'
const stream = await new OpenAI().chat.completions.create({ model: 'gpt-4.1', stream: true, messages: [{ role: 'user', content: 'hi' }] })
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '')`
  const aiSdk = `import { createOpenAI } from '@ai-sdk/openai'
import { streamText } from 'ai'
const { textStream } = streamText({ model: createOpenAI().chat('gpt-4.1'), prompt: 'hi' })
for await (const text of textStream) process.stdout.write(text)`
  const peerSizes: Record<string, number> =
    other === undefined
      ? {}
      : {
          'openai-sdk': kilo(await bundledSize(openai, other)),
          'ai-sdk': kilo(await bundledSize(aiSdk, other)),
        }
  return [
    {
      figure: 'bundle of a one-file streaming chat, gzip',
      wire: 'chat',
      unit: 'KB',
      values: { ours, ...peerSizes },
      target: 30,
    },
  ]
}

async function coldStarts(place: string, options: PackageOptions): Promise<readonly Row[]> {
  const { port, peers, size, say } = options
  const rows: Row[] = []
  const listed: readonly [WireName, number, readonly string[]][] = [
    ['chat', 1.8, ['openai-sdk', 'pi-ai', 'langchain', 'ai-sdk']],
    ['messages', 1.8, ['anthropic-sdk', 'pi-ai', 'langchain', 'ai-sdk']],
    ['bedrock', 1.6, ['aws-sdk', 'pi-ai', 'langchain', 'ai-sdk']],
  ]
  for (const [wire, target, others] of listed) {
    if (size === 'quick' && wire === 'messages') continue
    say(`packages: cold start, ${wire}`)
    const programs = new Map<string, readonly string[]>()
    const add = async (name: string, contender: string, at: string): Promise<void> => {
      const file = await bundleProgram(contender, at)
      programs.set(name, [file, wire, `http://127.0.0.1:${port}/bench-${wire}`])
    }
    await add('floor', own('floor'), place)
    await add('ours', own('ours'), place)
    if (peers.folder !== undefined) {
      for (const name of others) {
        const isOwn = name === 'openai-sdk' || name === 'aws-sdk'
        await add(name, isOwn ? own(name) : join(peers.folder, `${name}.mjs`), peers.folder)
      }
    }
    const measure = async (): Promise<Row> =>
      multiples(
        'cold start to the first answer',
        wire,
        'floor',
        await startInTurn(programs, rounds[size]),
        target,
      )
    rows.push(...(await confirmed([await measure()], measure)))
  }
  return rows
}

async function commandLine(place: string, { size, say }: PackageOptions): Promise<readonly Row[]> {
  say('packages: command line')
  const empty = join(place, 'empty.mjs')
  writeFileSync(empty, '')
  const bin = join(place, 'node_modules', 'autobot', 'bin', 'autobot.mjs')
  const programs = new Map([
    ['empty', [empty]],
    ['--version', [bin, '--version']],
    ['--help', [bin, '--help']],
  ])
  const measure = async (): Promise<readonly Row[]> => {
    const times = await startInTurn(programs, rounds[size])
    const of = (name: string, target: number): Row => {
      const chosen = new Map([
        ['empty', times.get('empty') ?? []],
        ['ours', times.get(name) ?? []],
      ])
      return multiples(`autobot ${name}`, 'an empty program', 'empty', chosen, target)
    }
    return [of('--version', 1.5), of('--help', 1.8)]
  }
  return confirmed(await measure(), async ({ figure }) =>
    (await measure()).find((row) => row.figure === figure),
  )
}

function multiples(
  figure: string,
  wire: string,
  floor: string,
  times: ReadonlyMap<string, readonly number[]>,
  target: number,
): Row {
  const base = median(times.get(floor) ?? [])
  const values: Record<string, number> = {}
  for (const [name, list] of times) {
    values[name === floor ? 'floor' : name] = median(list) / base
  }
  const least = Math.min(...(times.get('ours') ?? [])) / Math.min(...(times.get(floor) ?? []))
  return { figure, wire, unit: 'x', values, target, floor: `${base.toFixed(0)} ms`, least }
}
