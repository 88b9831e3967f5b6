/** What is said of one stored file: what happens next, which days, what for it may be opened. */
import { t } from '@/locales/evidence'
import type { components } from '@/api/schema'
import type { RoleCode } from '@/stores/me'
import type { Evidence } from '@/platform/upload'
import { dateText } from '@/use/words'

export type Purpose = components['schemas']['OpeningPurpose']

export function nextOf(e: Evidence): string {
  if (e.scan === 'infected') return t('next_infected')
  if (e.status === 'verified') return t(e.scan === 'scanner_down' || e.scan === 'waiting' ? 'next_verified_scan' : 'next_verified')
  if (e.status === 'withdrawn') return t('next_withdrawn', { reason: e.withdrawal_reason ?? '' })
  return t(`next_${e.status}`)
}

export function periodOf(from: string | null, to: string | null): string {
  if (from && to) return t('until_day', { from: dateText(from), to: dateText(to) })
  if (from) return t('since_day', { from: dateText(from) })
  return to ? t('till_day', { to: dateText(to) }) : ''
}

const PURPOSES: Partial<Record<RoleCode, Purpose[]>> = {
  lawyer: ['handling', 'court_request'],
  officer: ['review', 'handling', 'supervision', 'court_request'],
  decider: ['review', 'handling', 'supervision', 'court_request'],
  approver: ['supervision', 'review', 'court_request'],
}

/** Empty for whose file it is: they need give no reason. @param shared it is another agency's, shared with ours */
export function purposesOf(role: RoleCode | undefined, shared: boolean): Purpose[] {
  return shared ? ['cooperation', 'court_request'] : ((role && PURPOSES[role]) ?? [])
}
