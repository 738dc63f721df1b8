import { chmod, readFile, writeFile } from 'node:fs/promises'
import { ConfigError } from '@autobot/core/provider'
import { isMap, parseDocument, Scalar, type Document } from 'yaml'
import type { Answers } from './answers.ts'

/** Sets the answers in `config.yml`; comments, order and every other key stay. */
export async function writeConfig(file: string, answers: Answers, empty = ''): Promise<void> {
  await editConfig(
    file,
    (document) => {
      setText(document, ['agents', 'defaults', 'model'], answers.model)
      for (const [field, value] of Object.entries(answers.block)) {
        setText(document, ['providers', answers.prefix, field], value)
      }
    },
    empty,
  )
}

/** Changes a YAML file in place. `empty`: what a file that is not there begins with. */
export async function editConfig(
  file: string,
  change: (document: Document) => void,
  empty = '',
): Promise<void> {
  const old = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return empty
    throw error
  })
  const document = parseDocument(old) as unknown as Document
  const [error] = document.errors
  if (error !== undefined) {
    throw new ConfigError(`${file} is not valid YAML: ${error.message}`, {
      hint: `Mend ${file} first; it was not changed.`,
      cause: error,
    })
  }
  dropEmpty(
    document,
    ['agents'],
    ['agents', 'defaults'],
    ['providers'],
    ['mcp'],
    ['mcp', 'servers'],
  )
  change(document)
  await writeFile(file, document.toString({ lineWidth: 0 }), { mode: 0o600 })
  await chmod(file, 0o600)
}

/** A value that is there keeps its comment and its quotes. */
function setText(document: Document, path: readonly string[], value: string): void {
  if (document.hasIn(path)) return document.setIn(path, value)
  const text = new Scalar(value)
  text.type = Scalar.QUOTE_DOUBLE
  document.setIn(path, text)
}

/** `providers:` without anything under it is null, which nothing can be set in. */
function dropEmpty(document: Document, ...paths: readonly (readonly string[])[]): void {
  for (const path of paths) {
    if (!document.hasIn(path)) continue
    const node = document.getIn(path, true)
    if (!isMap(node) && document.getIn(path) === null) document.setIn(path, document.createNode({}))
  }
}
