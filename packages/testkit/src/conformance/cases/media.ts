import type { FilePart, Message } from '@autobot/core'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { base64, count, mp4, pdf, png, user } from '../material.ts'
import type { Stage } from '../stage.ts'

const file = (mediaType: string, data: Uint8Array, name?: string): FilePart => ({
  type: 'file',
  mediaType,
  data,
  ...(name !== undefined && { name }),
})
const asked = (...parts: readonly FilePart[]): readonly Message[] => [
  { role: 'user', content: [{ type: 'text', text: 'see-1' }, ...parts] },
]

async function seeing(bench: Bench): Promise<Stage> {
  const stage = await bench.open({ model: bench.models.vision })
  const { media } = (await stage.agent.registry.resolve(bench.models.vision)).capabilities
  if (media?.image === undefined) bench.skip('This model takes no pictures.')
  return stage
}

async function reading(bench: Bench): Promise<Stage> {
  const stage = await bench.open({ model: bench.models.vision })
  const { media } = (await stage.agent.registry.resolve(bench.models.vision)).capabilities
  if (media?.document === undefined) bench.skip('This model takes no documents.')
  return stage
}

export const mediaCases = [
  define(
    'MED-01',
    'P5',
    'A picture is sent as its bytes, once, and not encoded twice.',
    async (bench) => {
      const stage = await seeing(bench)
      await stage.run(asked(file('image/png', png)))
      const sent = stage.request().text
      bench.equal(count(sent, base64(png)), 1, 'how often the picture was sent')
      bench.equal(count(sent, base64(new TextEncoder().encode(base64(png)))), 0, 'encoded twice')
      bench.check(/png/i.test(sent), 'The kind of picture was not sent.')
      bench.check(sent.includes('see-1'), 'The text beside it was lost.')
    },
  ),
  define(
    'MED-02',
    'P5',
    'A wrong label is corrected by what the bytes are.',
    async (bench) => {
      const stage = await seeing(bench)
      await stage.run(asked(file('image/jpeg', png)))
      bench.check(!/jpe?g/i.test(stage.request().text), 'The wrong label was sent.')
    },
    { decides: 'core' },
  ),
  define(
    'MED-03',
    'P5',
    'Documents of any name are taken, and the same name twice stays two documents.',
    async (bench) => {
      const stage = await reading(bench)
      const names = [
        'Q3.report (final)__v2.pdf',
        'レポート.pdf',
        "a'b#c.pdf",
        `${'x'.repeat(300)}.pdf`,
        'same.pdf',
      ]
      await stage.run(asked(...names.map((name) => file('application/pdf', pdf, name))))
      await stage.run(asked(file('application/pdf', pdf, 'same.pdf')), { messages: [] })
      bench.equal(
        count(stage.request(1).text, base64(pdf)),
        names.length,
        'documents that were sent',
      )
    },
    { decides: 'core' },
  ),
  define(
    'MED-04',
    'P5',
    'A document without a text beside it is taken.',
    async (bench) => {
      const stage = await reading(bench)
      const messages: readonly Message[] = [
        { role: 'user', content: [file('application/pdf', pdf, 'a.pdf')] },
      ]
      bench.equal((await stage.run(messages)).text, 'ok', 'the answer')
    },
    { decides: 'core' },
  ),
  define('MED-05', 'P5', 'A document of text reaches every model.', async (bench) => {
    const stage = await bench.open()
    const data = new TextEncoder().encode('town,sun\nKoeln,42-marble\n')
    await stage.run(asked(file('text/csv', data, 'a.csv')))
    const sent = stage.request().text
    bench.check(
      sent.includes('42-marble') || sent.includes(base64(data)),
      'The text of the document was lost.',
    )
  }),
  define(
    'MED-06',
    'P5',
    'What a model does not take is a note and a warning, never a refused request.',
    async (bench) => {
      const stage = await bench.open()
      const { media } = await stage.capabilities()
      if (media?.video !== undefined) bench.skip('This model takes video.')
      const { warnings } = await stage.run(asked(file('video/mp4', mp4, 'film.mp4')))
      bench.check(
        warnings.some(({ code }) => code === 'media_omitted'),
        'No warning came.',
      )
      bench.check(!stage.request().text.includes(base64(mp4)), 'The bytes were sent.')
    },
    { decides: 'core' },
  ),
  define(
    'MED-07',
    'P5',
    'A picture of the model in the history is no trouble.',
    async (bench) => {
      const stage = await bench.open()
      const messages: readonly Message[] = [
        user('a'),
        { role: 'assistant', content: [{ type: 'text', text: 'here-7' }, file('image/png', png)] },
      ]
      await stage.run('go on', { messages })
      bench.check(stage.request().text.includes('here-7'), 'The text was lost.')
    },
    { decides: 'core' },
  ),
  define(
    'MED-08',
    'P5',
    'Too many or too large files are told of, and never sent to be refused.',
    async (bench) => {
      const large = new Uint8Array(6_000_000)
      large.set(png)
      for (const parts of [
        Array.from({ length: 21 }, () => file('image/png', png)),
        Array.from({ length: 6 }, (_, at) => file('application/pdf', pdf, `${at}.pdf`)),
        [file('image/png', large)],
      ]) {
        const stage = await bench.open({ model: bench.models.vision })
        const { result, error } = await stage.ask(asked(...parts))
        bench.check(result !== undefined || error !== undefined, 'Nothing came.')
      }
    },
    { decides: 'core' },
  ),
]
