import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkBedrockRequest } from '../../../src/simulators/bedrock/index.ts'
import type { BedrockOperation } from '../../../src/simulators/bedrock/index.ts'

const folder = fileURLToPath(
  new URL('../../../../../../shared/data/recordings/bedrock-live', import.meta.url),
)

/** Recordings that somebody edited: the service cannot have taken what they hold. */
const exceptions: Readonly<Record<string, string>> = {
  // The last brace is missing; promptVariables and a pointer without slash were written in later.
  'test_bedrock_model_other_parameters.json': 'The body is no JSON object.',
  // A media type in place of a format, and a JPEG as video.
  'test_video_url_input.json': "Value 'video/mp4' at 'messages.0.content.1.video.format'",
}

interface Exchange {
  readonly request: { readonly path: string; readonly body: string }
  readonly response: { readonly status: number; readonly json?: { readonly message?: string } }
}

describe.skipIf(!existsSync(folder))('requests that the service was sent', () => {
  test('are taken and refused as it did, with its words', () => {
    const counts = { taken: 0, refused: 0, explained: 0 }
    for (const file of readdirSync(folder)) {
      const exchanges = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Exchange[]
      for (const { request, response } of exchanges) {
        const verdict = verdictOn(request)
        const exception = exceptions[file]
        if (exception !== undefined) {
          expect(verdict?.message, file).toContain(exception)
          counts.explained += 1
        } else if (response.status === 200) {
          expect(verdict, file).toBeUndefined()
          counts.taken += 1
        } else {
          expect(verdict, file).toMatchObject({
            status: response.status,
            message: response.json?.message,
          })
          counts.refused += 1
        }
      }
    }
    expect(counts).toEqual({ taken: 93, refused: 3, explained: 2 })
  })
})

function verdictOn({ path, body }: Exchange['request']): ReturnType<typeof checkBedrockRequest> {
  const [, model = '', operation = ''] = /^\/model\/([^/]+)\/(.+)$/.exec(path) ?? []
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    value = undefined
  }
  return checkBedrockRequest(decodeURIComponent(model), operation as BedrockOperation, value)
}
