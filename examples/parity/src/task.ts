/** What every provider is asked. */
export const task =
  'List the folder ".", read the two logbooks in it at the same time, and say which entry is the oldest and which is the newest.'

export const system =
  'You answer questions about files. Use the tools; say only what stands in the files.'
