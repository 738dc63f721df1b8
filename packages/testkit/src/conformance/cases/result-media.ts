import type { ToolResultContent } from '@autobot/core'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { base64, count, pdf, png } from '../material.ts'
import type { Stage } from '../stage.ts'
import { content, image, needs, note, results } from './giving.ts'

/** Whether a picture in a result reaches the model of this stage at all. */
async function sees(bench: Bench): Promise<boolean> {
  const stage = await bench.open({ model: bench.models.vision })
  const { toolResults, media } = await capabilitiesOf(stage, bench.models.vision)
  return (
    toolResults?.media?.image !== undefined ||
    (media?.image !== undefined && toolResults?.otherMedia !== 'note')
  )
}

async function capabilitiesOf(stage: Stage, model: string) {
  return (await stage.agent.registry.resolve(model)).capabilities
}

/** Files that tools give. */
export const resultMediaCases = [
  define(
    'RES-07',
    'P5',
    'A picture of a tool is seen by a model that can see.',
    async (bench) => {
      if (!(await sees(bench))) bench.skip('This model sees no pictures of tools.')
      const { sent } = await results(
        bench,
        { look: () => content(note('seen-1'), image) },
        { model: bench.models.vision },
      )
      bench.check(sent.includes('seen-1'), 'The text beside it was lost.')
      bench.equal(count(sent, base64(png)), 1, 'how often the picture was sent')
    },
    { needs },
  ),
  define(
    'RES-08',
    'P5',
    'A picture for a model that cannot see is a note, and its bytes are nowhere.',
    async (bench) => {
      const stage = await bench.open()
      const { toolResults, media } = await stage.capabilities()
      if (toolResults?.media?.image !== undefined || media?.image !== undefined) {
        bench.skip('This model can see.')
      }
      const { sent } = await results(bench, { look: () => content(note('seen-1'), image) })
      bench.equal(count(sent, base64(png)), 0, 'how often the picture was sent')
      bench.check(sent.includes('seen-1'), 'The text beside it was lost.')
    },
    { needs, decides: 'core' },
  ),
  define(
    'RES-09',
    'P5',
    'Pictures of two tools can be told apart.',
    async (bench) => {
      if (!(await sees(bench))) bench.skip('This model sees no pictures of tools.')
      const other = Uint8Array.from([...png, 0, 0, 0])
      const { sent } = await results(
        bench,
        {
          left: () => content(note('left-1'), image),
          right: () => content(note('right-2'), { ...image, data: other } as ToolResultContent),
        },
        { model: bench.models.vision },
      )
      for (const [text, bytes] of [
        ['left-1', png],
        ['right-2', other],
      ] as const) {
        bench.check(sent.includes(text), `${text} was not sent.`)
        bench.equal(count(sent, base64(bytes)), 1, `how often the picture of ${text} was sent`)
      }
    },
    { needs },
  ),
  define(
    'RES-10',
    'P5',
    'Documents, sound and video of a tool are sent where they can be, else noted; never refused.',
    async (bench) => {
      const { sent } = await results(
        bench,
        {
          all: () =>
            content(
              { type: 'file', mediaType: 'application/pdf', data: pdf, name: 'a.pdf' },
              { type: 'file', mediaType: 'text/csv', data: new TextEncoder().encode('a,b-77\n') },
              { type: 'file', mediaType: 'audio/wav', data: pdf },
              { type: 'file', mediaType: 'video/mp4', data: pdf },
            ),
        },
        { model: bench.models.vision },
      )
      bench.check(/pdf/i.test(sent), 'Of the document there is no trace.')
    },
    { needs, decides: 'core' },
  ),
  define(
    'RES-13',
    'P5',
    'Kinds of content that nobody knows become text, and nothing breaks.',
    async (bench) => {
      const { sent } = await results(bench, {
        link: () =>
          content(note('link-3'), { type: 'file', mediaType: 'application/x-odd', data: pdf }),
      })
      bench.check(sent.includes('link-3'), 'The text was lost.')
    },
    { needs, decides: 'core' },
  ),
]
