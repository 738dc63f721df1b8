/** One block of a prompt, in the order in which the vendor reads it. */
export interface Block {
  readonly text: string
  /** The prompt up to here, this block included, may be kept and read again. */
  readonly marked: boolean
}

/** Blocks before a marker in which an older entry is looked for. */
const lookBack = 20
/** Fewer tokens are not kept. */
const least = 1024
const mostMarkers = 4

/**
 * The vendor's rules (docs "Prompt caching"): tools, system and messages are one prefix; each of at
 * most four markers keeps the prompt up to it; a request reads the longest kept prefix that ends at
 * most twenty blocks before one of its markers. Four letters count as a token.
 */
export function readShare(requests: readonly (readonly Block[])[]): {
  readonly read: number
  /** What the request before had in the same words. */
  readonly possible: number
  readonly prompt: number
} {
  const kept = new Set<string>()
  let read = 0
  let possible = 0
  let prompt = 0
  let before: readonly Block[] = []
  for (const blocks of requests) {
    const marked = blocks.flatMap(({ marked: is }, at) => (is ? [at] : []))
    if (marked.length > mostMarkers) throw new Error(`${marked.length} cache markers`)
    let found = 0
    for (const at of marked) {
      for (let end = at; end >= 0 && end > at - lookBack; end -= 1) {
        const tokens = tokensOf(blocks, end + 1)
        if (tokens > found && kept.has(prefixOf(blocks, end + 1))) found = tokens
      }
    }
    for (const at of marked) {
      if (tokensOf(blocks, at + 1) >= least) kept.add(prefixOf(blocks, at + 1))
    }
    let same = 0
    while (same < before.length && before[same]?.text === blocks[same]?.text) same += 1
    read += found
    possible += tokensOf(blocks, same)
    prompt += tokensOf(blocks, blocks.length)
    before = blocks
  }
  return { read, possible, prompt }
}

function prefixOf(blocks: readonly Block[], count: number): string {
  return JSON.stringify(blocks.slice(0, count).map(({ text }) => text))
}

function tokensOf(blocks: readonly Block[], count: number): number {
  let letters = 0
  for (const { text } of blocks.slice(0, count)) letters += text.length
  return Math.floor(letters / 4)
}

interface MarkedBlock {
  readonly cache_control?: object
}
interface MessagesBody {
  readonly tools?: readonly MarkedBlock[]
  readonly system?: string | readonly MarkedBlock[]
  readonly messages: readonly { readonly role: string; readonly content: string | MarkedBlock[] }[]
}

export function messagesBlocks({ tools = [], system = [], messages }: MessagesBody): Block[] {
  const listOf = (content: string | readonly MarkedBlock[]): readonly MarkedBlock[] =>
    typeof content === 'string' ? [{ text: content } as MarkedBlock] : content
  const block = ({ cache_control: marker, ...rest }: MarkedBlock): Block => ({
    text: JSON.stringify(rest),
    marked: marker !== undefined,
  })
  return [
    ...tools.map(block),
    ...listOf(system).map(block),
    ...messages.flatMap(({ role, content }) =>
      listOf(content).map((part) => {
        const made = block(part)
        return { ...made, text: `${role} ${made.text}` }
      }),
    ),
  ]
}

interface MaybePoint {
  readonly cachePoint?: object
}
interface ConverseBody {
  readonly toolConfig?: { readonly tools: readonly MaybePoint[] }
  readonly system?: readonly MaybePoint[]
  readonly messages: readonly { readonly role: string; readonly content: readonly MaybePoint[] }[]
}

/** Here the marker is a block of its own, behind what it marks. */
export function bedrockBlocks({ toolConfig, system = [], messages }: ConverseBody): Block[] {
  const blocks: { text: string; marked: boolean }[] = []
  const take = (list: readonly MaybePoint[], role: string): void => {
    for (const part of list) {
      const last = blocks.at(-1)
      if (part.cachePoint === undefined) {
        blocks.push({ text: `${role} ${JSON.stringify(part)}`, marked: false })
      } else if (last !== undefined) last.marked = true
    }
  }
  take(toolConfig?.tools ?? [], 'tool')
  take(system, 'system')
  for (const { role, content } of messages) take(content, role)
  return blocks
}
