/** What the answers of an assessment add up to, and the tier that suggests. Pure. */
import type { components } from '@/api/client'

type Scale = components['schemas']['ScaleOut']

export const sum = (scale: Scale, answers: Record<string, string>): number =>
  scale.items.reduce((total, item) => total + (item.choices.find((c) => c.code === answers[item.code])?.points ?? 0), 0)

export const suggested = (scale: Scale, points: number): components['schemas']['CorrectionTier'] =>
  points >= scale.red_from ? 'red' : points >= scale.yellow_from ? 'yellow' : 'blue'
