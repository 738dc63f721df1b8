import type { Client, ClientOptions } from '@modelcontextprotocol/client'
import { readToolPage, type RemoteTool } from './remote-tool.ts'
import { version } from './version.ts'

export interface TolerantClient extends Client {
  /** What was wrong with the list that was read last. */
  readonly listProblems: readonly string[]
  /** No further page is asked for: there was time enough. */
  endList(): void
}

type ClientClass = typeof Client
type Request = (request: Wire, ...rest: unknown[]) => Promise<unknown>
type Wire = { readonly method: string; readonly params?: { readonly cursor?: string } }

const maxPages = 64
const maxTools = 5000

/**
 * The SDK throws a whole list away for one malformed tool, and a whole result for one unknown
 * block, after the tool has run. Here both are read piece by piece; everything else of the SDK
 * (eras, header mirroring, pagination) stays as it is, because its `listTools` and `callTool`
 * ask through `request`.
 */
export function tolerantClient(
  Base: ClientClass,
  name: string,
  options: ClientOptions,
): TolerantClient {
  class Tolerant extends Base {
    listProblems: string[] = []
    #cursors = new Set<string>()
    #names = new Set<string>()
    #isLate = false

    endList(): void {
      this.#isLate = true
    }

    override request: Client['request'] = ((request: Wire, ...rest: unknown[]) => {
      const send = super.request.bind(this) as Request
      // Someone who brings a schema knows what they want.
      if (rest[0] !== undefined && rest[0] !== null && '~standard' in (rest[0] as object)) {
        return send(request, ...rest)
      }
      if (request.method === 'tools/list') return this.#page(send, request, rest[0])
      if (request.method === 'tools/call') return send(request, accept(readResult), rest[0])
      return send(request, ...rest)
    }) as Client['request']

    async #page(send: Request, request: Wire, options: unknown): Promise<unknown> {
      const cursor = request.params?.cursor
      if (cursor === undefined) {
        this.listProblems = []
        this.#cursors = new Set()
        this.#names = new Set()
        this.#isLate = false
      } else this.#cursors.add(cursor)
      const { timeout } = (options ?? {}) as { timeout?: number }
      const within = cursor === undefined || timeout === undefined ? {} : { timeout: timeout / 4 }
      try {
        const page = await send(
          request,
          accept((value) => value),
          // A page that never comes must leave time for those that did.
          { ...(options as object), ...within },
        )
        const { tools, problems, nextCursor } = readToolPage(page)
        this.listProblems.push(...problems)
        const { nextCursor: _, ...rest } = page as Record<string, unknown>
        return {
          ...rest,
          tools: tools.filter((tool) => this.#isNew(tool)),
          ...this.#next(nextCursor),
        }
      } catch (error) {
        if (cursor === undefined) throw error
        // The pages before this one are good.
        this.listProblems.push('a later page of the list of tools could not be read')
        return { tools: [] }
      }
    }

    /** A second tool of a name could not be called; the same page again is no news. */
    #isNew({ name }: RemoteTool): boolean {
      if (this.#names.size >= maxTools) return false
      if (!this.#names.has(name)) return this.#names.add(name) !== undefined
      const problem = `the tool "${name}" is listed more than once; the first one is used`
      if (!this.listProblems.includes(problem)) this.listProblems.push(problem)
      return false
    }

    #next(nextCursor: string | undefined): { nextCursor?: string } {
      if (this.#names.size >= maxTools) {
        this.listProblems.push(`the list has more than ${maxTools} tools; the first ones are used`)
        return {}
      }
      if (nextCursor === undefined) return {}
      if (this.#isLate) {
        this.listProblems.push('the list of tools takes too long; what had been read is used')
        return {}
      }
      if (!this.#cursors.has(nextCursor) && this.#cursors.size < maxPages - 1) return { nextCursor }
      this.listProblems.push('the list of tools does not end; what had been read is used')
      return {}
    }
  }
  return new Tolerant({ name, version }, options)
}

function accept(read: (value: unknown) => unknown): object {
  const validate = (value: unknown): { value: unknown } => ({ value: read(value) })
  return { '~standard': { version: 1, vendor: 'autobot', validate } }
}

function readResult(value: unknown): unknown {
  const result = typeof value === 'object' && value !== null ? value : {}
  const { content } = result as { content?: unknown }
  return { ...result, content: Array.isArray(content) ? content : [] }
}
