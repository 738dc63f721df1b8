import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { bedrockBytes } from './answers/bedrock.ts'
import { chatBytes } from './answers/chat.ts'
import { geminiBytes } from './answers/gemini.ts'
import { messagesBytes } from './answers/messages.ts'
import { responsesBytes } from './answers/responses.ts'
import { answerFor, resultMark, wireNames, type Answer, type WireName } from './answers/script.ts'
import { WaitingRoom } from './answers/waiting-room.ts'

/** The wire server: a process of its own, so that its work is nobody's. Only loopback. */
const writers: Readonly<Record<WireName, (answer: Answer) => Buffer>> = {
  chat: chatBytes,
  responses: responsesBytes,
  messages: messagesBytes,
  gemini: geminiBytes,
  bedrock: bedrockBytes,
}
const made = new Map<string, Buffer>()
const rooms = new Map<string, WaitingRoom>()
let record: Buffer[] | undefined

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => answer(request, Buffer.concat(chunks), response))
})
// Longer than a run: the clients of a peer may lie unused for a minute, and not all of them notice
// that their connection is closed just then.
server.keepAliveTimeout = 1_200_000

function answer({ url = '' }: IncomingMessage, body: Buffer, response: ServerResponse): void {
  // Not the wire's name alone: `/messages` at the end of an address is a path of that wire.
  const [, named = '', second = ''] = url.split('/', 3)
  const first = named.replace(/^bench-/, '')
  // Answered when all are there; then they go on.
  if (first === 'held') {
    roomOf(second).whenAllThere(() => response.end())
    return
  }
  if (first === 'release') {
    roomOf(second).letGo()
    response.end()
    return
  }
  if (first === 'record') {
    record = []
    response.end()
    return
  }
  if (first === 'recorded') {
    response.end(`[${(record ?? []).map(String).join(',')}]`)
    record = undefined
    return
  }
  const wire = wireNames.find((name) => name === first)
  const from = body.lastIndexOf('[[') + 2
  const name = body.toString('utf8', from, body.indexOf(']]', from))
  if (wire === undefined) {
    response.writeHead(404).end()
    return
  }
  record?.push(body)
  const bytes = bytesFor(wire, name, countOf(body, resultMark))
  response.writeHead(200, {
    'content-type': wire === 'bedrock' ? 'application/vnd.amazon.eventstream' : 'text/event-stream',
    'x-request-id': 'bench',
    'x-amzn-requestid': 'bench',
  })
  if (!name.startsWith('slow')) response.end(bytes)
  else {
    // Half, piece by piece, and the rest when all streams are there: what a client holds meanwhile
    // is measured.
    const ends = endsOf(wire, bytes)
    const half = ends.length >> 1
    const isThere = roomOf(name).expect()
    const drip = (at: number): void => {
      response.write(bytes.subarray(ends[at - 1] ?? 0, ends[at]))
      if (at < half) setTimeout(drip, 3, at + 1)
      else isThere(() => response.end(bytes.subarray(ends[at])))
    }
    drip(0)
  }
}

function roomOf(name: string): WaitingRoom {
  const room = rooms.get(name) ?? new WaitingRoom()
  rooms.set(name, room)
  return room
}

function bytesFor(wire: WireName, name: string, results: number): Buffer {
  const key = `${wire} ${name} ${results}`
  let bytes = made.get(key)
  if (bytes === undefined) {
    bytes = writers[wire](answerFor(name, results))
    made.set(key, bytes)
  }
  return bytes
}

/** Where each event ends. */
function endsOf(wire: WireName, bytes: Buffer): readonly number[] {
  const ends: number[] = []
  if (wire === 'bedrock') {
    for (let at = bytes.readUInt32BE(0); at < bytes.length; at += bytes.readUInt32BE(at))
      ends.push(at)
  } else {
    for (let at = bytes.indexOf('\n\n'); at !== -1; at = bytes.indexOf('\n\n', at + 2))
      ends.push(at + 2)
  }
  return ends
}

function countOf(body: Buffer, mark: string): number {
  let count = 0
  for (let at = body.indexOf(mark); at !== -1; at = body.indexOf(mark, at + 1)) count += 1
  return count
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port })
})
process.on('disconnect', () => process.exit())
