/** Regions that stand before a vendor's id in the name of an inference profile. */
const geography = /^(us-gov|us|eu|apac|au|ca|in|jp|global)\./

/** Snapshots that the makers price as the name without a date. */
const dated: Readonly<Record<string, RegExp>> = {
  // https://platform.openai.com/docs/models has the snapshots on each model's page.
  openai:
    /^(gpt-4o-mini(?=-2024-07-18$)|gpt-4\.1(?:-mini|-nano)?(?=-2025-04-14$)|gpt-5(?:-mini|-nano)?(?=-2025-08-07$)|gpt-5\.1(?=-2025-11-13$)|o1(?=-2024-12-17$)|o3-mini(?=-2025-01-31$)|(?:o3|o4-mini)(?=-2025-04-16$))/,
}

/** Names under which a model may be listed, the most exact first. */
export function namesOf(prefix: string, model: string): readonly string[] {
  if (prefix === 'bedrock') {
    // An ARN of a foundation model or of a region's profile ends with the id.
    const id = model.replace(/^arn:[^/]*:(?:foundation-model|inference-profile)\//, '')
    return [id, id.replace(geography, '')]
  }
  if (prefix === 'gemini') return [model.replace(/^models\//, '')]
  const undated = dated[prefix]?.exec(model)?.[0]
  return undated === undefined ? [model] : [model, undated]
}
