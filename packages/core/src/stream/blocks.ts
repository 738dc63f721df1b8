import type { ChatDelta } from '../contract/delta.ts'
import type { StreamEvent } from '../contract/event.ts'
import { lateDelta, type Assembly } from './assembly.ts'
import { blockPart, mergeMetadata, type OpenBlock } from './message-builder.ts'

/** Blocks of text and reasoning: opens them, and joins their fragments. */
export function addText(
  assembly: Assembly,
  delta: ChatDelta & { type: 'text' | 'reasoning' },
  out: StreamEvent[],
): void {
  const { type, text, providerMetadata } = delta
  if (text === '' && providerMetadata === undefined) return
  if (assembly.finish !== undefined) throw lateDelta(assembly, 'content')
  let fragment = text
  let block = assembly.open
  if (block === undefined || block.type !== type || block.block !== delta.block) {
    if (type === 'reasoning') flushBlank(assembly, out)
    else if (providerMetadata === undefined && text.trim() === '') {
      assembly.blank += text
      return
    } else {
      fragment = assembly.blank + text
      assembly.blank = ''
    }
    block = openBlock(assembly, type, delta.block, out)
  }
  if (providerMetadata !== undefined) {
    block.metadata = mergeMetadata(block.metadata, providerMetadata)
  }
  if (fragment === '') return
  block.text += fragment
  const { index } = block
  out.push(
    type === 'text'
      ? { type: 'text_delta', index, text: fragment }
      : { type: 'reasoning_delta', index, text: fragment },
  )
}

function openBlock(
  assembly: Assembly,
  type: OpenBlock['type'],
  block: string | undefined,
  out: StreamEvent[],
): OpenBlock {
  closeBlock(assembly, out)
  const opened: OpenBlock = { type, index: assembly.size++, block, text: '', metadata: undefined }
  assembly.open = opened
  out.push({ type: type === 'text' ? 'text_start' : 'reasoning_start', index: opened.index })
  return opened
}

export function closeBlock(assembly: Assembly, out: StreamEvent[]): void {
  const { open } = assembly
  if (open === undefined) return
  const part = blockPart(open)
  assembly.parts[open.index] = part
  const { index, type } = open
  assembly.open = undefined
  if (part.type === 'text') out.push({ type: 'text_end', index, part })
  else if (part.type === 'reasoning' && type === 'reasoning') {
    out.push({ type: 'reasoning_end', index, part })
  }
}

/** Blank text that turned out to be content. */
export function flushBlank(assembly: Assembly, out: StreamEvent[]): void {
  if (assembly.blank === '') return
  const text = assembly.blank
  assembly.blank = ''
  const block = openBlock(assembly, 'text', undefined, out)
  block.text = text
  out.push({ type: 'text_delta', index: block.index, text })
}
