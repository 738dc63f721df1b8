import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { run } from './command.ts'

const peers = fileURLToPath(new URL('../../peers', import.meta.url))
const own = fileURLToPath(new URL('../contenders', import.meta.url))

export interface PeerFolder {
  /** Where the peers are installed; undefined where they are not. */
  readonly folder: string | undefined
  /** Address of the file of a contender. */
  address(name: string): string
}

/**
 * The heavy peers are no dependencies of the workspace: they would double its installation. They
 * are installed beside a copy of their contenders' files, once, in exactly the versions of
 * `peers/package.json`.
 */
export async function preparePeers(mode: 'install' | 'without'): Promise<PeerFolder> {
  if (mode === 'without') return { folder: undefined, address: ownAddress }
  const manifest = readFileSync(join(peers, 'package.json'), 'utf8')
  const hash = createHash('sha256').update(manifest).digest('hex').slice(0, 12)
  const folder = join(tmpdir(), `autobot-bench-peers-${hash}`)
  const stamp = join(folder, 'installed')
  if (!existsSync(stamp)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), manifest)
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], folder)
    writeFileSync(stamp, '')
  }
  for (const file of readdirSync(peers)) {
    if (file.endsWith('.mjs')) cpSync(join(peers, file), join(folder, file))
  }
  return {
    folder,
    address(name) {
      const file = join(folder, `${name}.mjs`)
      return existsSync(file) ? pathToFileURL(file).href : ownAddress(name)
    },
  }
}

function ownAddress(name: string): string {
  return pathToFileURL(join(own, `${name}.ts`)).href
}
