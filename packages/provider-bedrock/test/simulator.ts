// By its path: a test of this package must not wait for what testkit publishes.
export * from '../../testkit/src/simulators/bedrock/index.ts'
