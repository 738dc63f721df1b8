import { GoogleGenAI } from '@google/genai'

export const contender = {
  wires: ['gemini'],
  open(_wire, { baseUrl, history, tools }) {
    const client = new GoogleGenAI({ apiKey: 'bench', httpOptions: { baseUrl } })
    const before = history.map(({ role, text }) => ({
      role: role === 'user' ? 'user' : 'model',
      parts: [{ text }],
    }))
    const config =
      tools.length === 0
        ? {}
        : {
            tools: [
              {
                functionDeclarations: tools.map(({ name, description, inputSchema }) => ({
                  name,
                  description,
                  parametersJsonSchema: inputSchema,
                })),
              },
            ],
          }
    const user = (text) => ({ role: 'user', parts: [{ text }] })
    const step = async (contents, onText) => {
      let call
      const chunks = await client.models.generateContentStream({
        model: 'gemini-2.5-flash',
        contents,
        config,
      })
      for await (const chunk of chunks) {
        const part = chunk.candidates?.[0]?.content?.parts?.[0]
        if (part?.text) onText(part.text)
        if (part?.functionCall !== undefined) call = part.functionCall
      }
      return call
    }
    return {
      async ask(question, onText) {
        await step([...before, user(question)], onText)
      },
      args: async (question) => (await step([user(question)], () => undefined)).args,
      async loop(question) {
        const contents = [user(question)]
        for (;;) {
          let text = ''
          const call = await step(contents, (added) => {
            text += added
          })
          if (call === undefined) return text
          const result = tools.find(({ name }) => name === call.name).execute(call.args)
          contents.push(
            { role: 'model', parts: [{ text }, { functionCall: call }] },
            {
              role: 'user',
              parts: [{ functionResponse: { id: call.id, name: call.name, response: { result } } }],
            },
          )
        }
      },
    }
  },
}
