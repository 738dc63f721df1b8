import { vendor, type Vendor } from '../vendor.ts'
import { openaiOnResponses } from '../vendor/openai-on-responses.ts'

// https://platform.openai.com/docs/api-reference/responses
export const openaiResponses: Vendor = vendor(openaiOnResponses.wire, openaiOnResponses.spec)
