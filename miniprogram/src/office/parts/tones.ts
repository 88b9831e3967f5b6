/** Colours of codes; the word beside says the same. */
import type { components } from '@/api/client'
import type { Tone } from '@/components/y-map/drawing'

type S = components['schemas']
type Tag = 'plain' | 'good' | 'warn' | 'bad' | 'brand'

export const tierTone = (tier: S['CorrectionTier']): Tag => (({ red: 'bad', yellow: 'warn', blue: 'brand' }) as const)[tier]

export function verdictTone(verdict: S['CheckInVerdict'] | null): Tone {
  if (verdict === 'inside') return 'good'
  return verdict === 'outside' ? 'bad' : 'warn'
}
export const verdictTag = (verdict: S['CheckInVerdict'] | null): Tag => verdictTone(verdict)

export const alarmTone = (status: S['AlarmStatus'], outcome: S['AlarmOutcome'] | null): Tag =>
  status !== 'closed' ? 'warn' : outcome === 'breach' ? 'bad' : 'good'

const LEAVE: Partial<Record<S['LeaveStatus'], Tag>> = {
  awaiting_office: 'warn',
  awaiting_county: 'warn',
  awaiting_upper: 'warn',
  approved: 'good',
  away: 'brand',
  recalled: 'bad',
  overdue: 'bad',
  returned: 'warn',
}
export const leaveTone = (status: S['LeaveStatus']): Tag => LEAVE[status] ?? 'plain'
