import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { question, type WireName } from '../answers/script.ts'
import { isJudged } from '../contenders/is-judged.ts'
import { confirmed } from '../report/confirmed.ts'
import { median, type Row } from '../report/row.ts'
import { bundleSize, type BundleSize } from '../run/bundle-size.ts'
import { bundleProgram } from '../run/bundle.ts'
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
const rounds = { full: 7, quick: 5 }
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

/** A streaming chat in one file, by which plugin. */
const ourChat = (
  from: string,
  plugin: string,
): string => `import { createAgent } from '@autobot/core'
import { ${plugin} } from '${from}'
const agent = createAgent({ model: 'openai/gpt-4.1', plugins: [${plugin}()] })
for await (const event of agent.stream('${question('text-20')}')) if (event.type === 'text_delta') process.stdout.write(event.text)`

const chatOfOpenai = `import OpenAI from 'openai'
const stream = await new OpenAI().chat.completions.create({ model: 'gpt-4.1', stream: true, messages: [{ role: 'user', content: '${question('text-20')}' }] })
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '')`

const chatOfAiSdk = `import { createOpenAI } from '@ai-sdk/openai'
import { streamText } from 'ai'
const baseURL = process.env.OPENAI_BASE_URL
const { textStream } = streamText({ model: createOpenAI({ baseURL }).chat('gpt-4.1'), prompt: '${question('text-20')}' })
for await (const text of textStream) process.stdout.write(text)`

async function bundles(
  place: string,
  { peers, port, say }: PackageOptions,
): Promise<readonly Row[]> {
  say('packages: bundles')
  const sizes = async (programs: Readonly<Record<string, readonly [string, string]>>) => {
    const found: [string, BundleSize][] = []
    for (const [name, [code, folder]] of Object.entries(programs)) {
      found.push([name, await bundleSize(code, folder, port)])
    }
    return found
  }
  const { folder } = peers
  const one = await sizes({
    ours: [ourChat('@autobot/provider-http/openai', 'openai'), place],
    ...(folder !== undefined && {
      'openai-sdk': [chatOfOpenai, folder],
      'ai-sdk': [chatOfAiSdk, folder],
    }),
  })
  const all = await sizes({ ours: [ourChat('@autobot/provider-http', 'http'), place] })
  const row = (
    how: string,
    wire: string,
    found: readonly (readonly [string, BundleSize])[],
    of: (size: BundleSize) => number,
  ): Row => ({
    figure: `bundle of a one-file streaming chat, gzip, ${how}`,
    wire,
    unit: 'KB',
    values: Object.fromEntries(found.map(([name, size]) => [name, of(size) / 1000])),
    target: 30,
  })
  return [
    row('loaded for its first answer', 'one vendor', one, (size) => size.firstAnswer),
    row('loaded for its first answer', 'all vendors', all, (size) => size.firstAnswer),
    row('all in one file', 'one vendor', one, (size) => size.whole),
    row('all in one file', 'all vendors', all, (size) => size.whole),
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
        await startInTurn(programs, rounds[size], (name) => !isJudged(name)),
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
