export { knownModels, modelFacts, priceOf } from './lookup.ts'
export type { LongPrice, Modality, ModelFacts, ModelSource } from './model-facts.ts'
export { knownPrefixes, snapshotSources } from './snapshot.ts'
