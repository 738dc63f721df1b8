import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'

/** Gives a module of the platform; Node has it as `process.getBuiltinModule`. */
export type BuiltIn = (name: string) => unknown

const decoders: Readonly<Record<string, 'createUnzip' | 'createBrotliDecompress'>> = {
  gzip: 'createUnzip',
  'x-gzip': 'createUnzip',
  deflate: 'createUnzip',
  br: 'createBrotliDecompress',
}

/** The body without its compression, which nobody asked for, but some gateways always use. */
export function decoded(message: IncomingMessage, builtIn: BuiltIn): Readable {
  const name = decoders[message.headers['content-encoding']?.trim().toLowerCase() ?? '']
  if (name === undefined) return message
  const zlib = builtIn('node:zlib') as typeof import('node:zlib')
  const decoder: Transform = zlib[name]()
  message.on('error', (error) => decoder.destroy(error))
  decoder.on('close', () => message.destroy())
  return message.pipe(decoder)
}
