/** What is said on every wire: each wire writes the same answers in its own bytes. */
export const wireNames = ['chat', 'responses', 'messages', 'gemini', 'bedrock'] as const
export type WireName = (typeof wireNames)[number]

/** One delta of an answer. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly id: string; readonly fragments: readonly string[] }

export interface Answer {
  readonly pieces: readonly Piece[]
}

/**
 * A question holds `[[name]]`, and the answer of that name comes back, whatever the wire. Answers
 * of a loop depend on how many tool results (`[result …]`) the request holds.
 */
export const toolName = 'look_up'
export const loopSteps = 10
export const resultMark = '[result '

export const question = (name: string): string => `Please answer. [[${name}]]`

/** Deterministic words of the length of tokens, with what JSON must escape in between. */
export function words(count: number, seed: number): readonly string[] {
  const odd = ['\n', ' "so"', ' naïve', ' 日本', ' C:\\', '\n\n- ', ' 😀', '\t']
  const list: string[] = []
  let state = seed
  for (let index = 0; index < count; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 1
    if (state % 23 === 0) list.push(odd[(state >> 8) % odd.length] ?? '')
    else {
      const length = 2 + ((state >> 4) % 6)
      const from = (state >> 10) % 20
      list.push(` ${'abcdefghijklmnopqrstuvwxyz'.slice(from, from + length)}`)
    }
  }
  return list
}

const texts = new Map<string, Answer>()

/** Throws for a name that nobody knows. */
export function answerFor(name: string, results: number): Answer {
  const [kind = '', size = ''] = name.split('-')
  const key = `${name} ${results}`
  let answer = texts.get(key)
  if (answer === undefined) {
    answer = make(kind, Number(size), results)
    texts.set(key, answer)
  }
  return answer
}

function make(kind: string, size: number, results: number): Answer {
  switch (kind) {
    case 'text':
    case 'slow':
      return { pieces: textPieces(size) }
    case 'loop':
      return results < size - 1
        ? { pieces: [...textPieces(8), call(results, { step: results, query: 'tides' })] }
        : { pieces: textPieces(20) }
    case 'args': {
      // As many fragments for each kilobyte as in 100 KB of 5 000 deltas.
      const text = JSON.stringify({ text: argumentText(size) })
      const pieces = size * 50
      const length = Math.ceil(text.length / pieces)
      const fragments: string[] = []
      for (let at = 0; at < text.length; at += length) fragments.push(text.slice(at, at + length))
      return { pieces: [{ type: 'call', id: 'call_args', fragments }] }
    }
    default:
      throw new Error(`no answer is called ${kind}`)
  }
}

function textPieces(count: number): readonly Piece[] {
  return words(count, count + 7).map((text) => ({ type: 'text', text }))
}

function call(step: number, input: object): Piece {
  const text = JSON.stringify(input)
  const fragments: string[] = []
  for (let at = 0; at < text.length; at += 12) fragments.push(text.slice(at, at + 12))
  return { type: 'call', id: `call_${step}`, fragments }
}

export function argumentText(kilobytes: number): string {
  return words(kilobytes * 220, 3)
    .join('')
    .slice(0, kilobytes * 1000)
}

export function textOf({ pieces }: Answer): string {
  return pieces.map((piece) => (piece.type === 'text' ? piece.text : '')).join('')
}

export function callOf({ pieces }: Answer): string {
  return pieces.map((piece) => (piece.type === 'call' ? piece.fragments.join('') : '')).join('')
}
