import { wireNames } from '../answers/script.ts'
import type { Client, Contender, ToolSpec } from './contender.ts'
import { floorWires, type FloorWire, type Seen } from './floor-wires.ts'

/** A reader by hand: fetches the same bytes and parses each event. All figures are multiples of it. */
export const contender: Contender = {
  wires: wireNames,
  open(wire, { baseUrl, history, tools }): Client {
    const codec = floorWires[wire]
    const url = `${baseUrl}${codec.path}`
    const before = history.map((turn) => codec.turn(turn))
    const read = wire === 'bedrock' ? readFrames : readEvents
    const send = async (messages: readonly object[], onSeen: (seen: Seen) => void) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
        body: JSON.stringify(codec.body(messages, tools)),
      })
      if (response.body === null) throw new Error('no body')
      await read(response.body.getReader(), codec, onSeen)
    }
    return {
      ask: (question, onText) =>
        send([...before, codec.turn({ role: 'user', text: question })], ({ text }) => {
          if (text !== undefined) onText(text)
        }),
      async args(question) {
        let text = ''
        await send([codec.turn({ role: 'user', text: question })], ({ fragment }) => {
          if (fragment !== undefined) text += fragment
        })
        return JSON.parse(text) as unknown
      },
      async loop(question) {
        const messages: object[] = [codec.turn({ role: 'user', text: question })]
        for (;;) {
          let text = ''
          let args = ''
          let call: Seen['call']
          await send(messages, (seen) => {
            if (seen.text !== undefined) text += seen.text
            if (seen.call !== undefined) call = seen.call
            if (seen.fragment !== undefined) args += seen.fragment
          })
          if (call === undefined) return text
          messages.push(codec.turn({ role: 'assistant', text }))
          const input = JSON.parse(args) as unknown
          const result = run(tools, call.name, input)
          messages.push(...codec.done({ ...call, input, result }))
        }
      },
    }
  },
}

function run(tools: readonly ToolSpec[], name: string, input: unknown): string {
  const tool = tools.find((one) => one.name === name)
  if (tool === undefined) throw new Error(`no tool ${name}`)
  return tool.execute(input)
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

async function readEvents(reader: Reader, codec: FloorWire, onSeen: (seen: Seen) => void) {
  const utf8 = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    rest += utf8.decode(value, { stream: true })
    let from = 0
    for (;;) {
      const end = rest.indexOf('\n\n', from)
      if (end === -1) break
      const at = rest.startsWith('data: ', from) ? from + 6 : rest.indexOf('\ndata: ', from) + 7
      if (!rest.startsWith('[DONE]', at)) {
        const seen = codec.see(JSON.parse(rest.slice(at, end)))
        if (seen !== undefined) onSeen(seen)
      }
      from = end + 2
    }
    rest = rest.slice(from)
  }
}

async function readFrames(reader: Reader, codec: FloorWire, onSeen: (seen: Seen) => void) {
  let rest: Buffer = Buffer.alloc(0)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    rest =
      rest.length === 0
        ? Buffer.from(value.buffer, value.byteOffset, value.length)
        : Buffer.concat([rest, value])
    let at = 0
    while (rest.length - at >= 12) {
      const length = rest.readUInt32BE(at)
      if (rest.length - at < length) break
      const start = at + 12 + rest.readUInt32BE(at + 4)
      const seen = codec.see(JSON.parse(rest.toString('utf8', start, at + length - 4)))
      if (seen !== undefined) onSeen(seen)
      at += length
    }
    rest = rest.subarray(at)
  }
}
