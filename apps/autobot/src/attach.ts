import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { FilePart } from '@autobot/core/provider'
import { UsageError } from './usage-error.ts'

const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
}

/** Files as parts of a message. A file of an unknown kind must be text. */
export function attach(files: readonly string[]): Promise<readonly FilePart[]> {
  return Promise.all(
    files.map(async (file) => {
      const data = await read(file)
      const name = basename(file)
      const known = mediaTypes[extname(file).slice(1).toLowerCase()]
      if (known === undefined && data.includes(0)) {
        throw new UsageError(
          `The kind of ${file} is not known, and it is not text.`,
          `Known endings: ${Object.keys(mediaTypes).join(', ')}.`,
        )
      }
      return { type: 'file', mediaType: known ?? 'text/plain', data: new Uint8Array(data), name }
    }),
  )
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new UsageError(
      code === 'ENOENT' ? `File not found: ${file}` : `${file} cannot be read: ${message}`,
      'Name an existing file with -a FILE.',
    )
  }
}
