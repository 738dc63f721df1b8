// The suite as tests; needs vitest, which the other entry does not.
export {
  describeProvider,
  type DescribedProvider,
  type DescribeProviderOptions,
} from './conformance/describe-provider.ts'
