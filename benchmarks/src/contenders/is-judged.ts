/**
 * Whether a contender's figure is held against a target. Of the others the size is wanted and no
 * more: they are asked less often, since they are most of the time of a full run.
 */
export function isJudged(name: string): boolean {
  return name === 'floor' || name === 'ours'
}
