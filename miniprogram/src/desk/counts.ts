/** How many cases of a plan came to what; what came to nothing is left out. */
import type { components } from '@/api/schema'
import { t } from '@/locales/deskassign'

type Plan = components['schemas']['BatchView']
const OUTCOMES = ['planned', 'unserved', 'removed', 'asked', 'refused'] as const

export function planCounts(plan: Plan): string {
  const parts = OUTCOMES.filter((one) => plan[one]).map((one) => t(`batch_${one}`, { count: plan[one] }))
  return parts.length > 0 ? t('batch_line', { matters: plan.matters, parts: parts.join('，') }) : t('batch_matters', { matters: plan.matters })
}
