/** Problems, dates and money in words. */
import { Problem } from '@/api/problem'
import { t } from '@/locales/common'

/** A sentence for a person about what went wrong. */
export function sentence(problem: unknown): string {
  if (!(problem instanceof Problem)) return t('p_unreadable')
  if (problem.code === 'offline') return t('p_offline')
  if (problem.code === 'timeout') return t('p_timeout')
  if (problem.status === 412) return t('changed_elsewhere')
  if (problem.status === 401 && problem.code === 'unauthenticated') return t('session_ended')
  if (problem.status === 429 && problem.retryAfterS) return t('p_busy', { seconds: problem.retryAfterS })
  if (problem.status === 0 || !problem.body.title) return t('p_unreadable')
  return problem.errors.length === 0 ? problem.message : `${problem.message}：${problem.errors.map((e) => e.message).join('；')}`
}

const SHANGHAI_MS = 8 * 3_600_000

/** Parts of an instant in Asia/Shanghai, which has no summer time; WeChat has no Intl. */
function parts(instant: string | Date): { year: number; month: number; day: number; hour: string; minute: string } {
  const d = new Date(new Date(instant).getTime() + SHANGHAI_MS)
  const two = (n: number) => String(n).padStart(2, '0')
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate(), hour: two(d.getUTCHours()), minute: two(d.getUTCMinutes()) }
}

/** `2026-03-01` → 2026年3月1日; `2026-03` → 2026年3月. */
export function dateText(iso: string | null | undefined): string {
  if (!iso) return ''
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number)
  return day ? t('date_long', { year, month, day }) : t('month_long', { year, month })
}

/** An instant, in Asia/Shanghai: 3月1日 09:30, with its year where that is not the present one. */
export function timeText(iso: string | null | undefined): string {
  if (!iso) return ''
  const p = parts(iso)
  return t(p.year === parts(new Date()).year ? 'date_time' : 'date_time_year', { ...p })
}

/** Calendar day in Asia/Shanghai of an instant, `2026-03-01`. */
export function dayOf(instant: string | Date): string {
  const p = parts(instant)
  return `${p.year}-${String(p.month).padStart(2, '0')}-${String(p.day).padStart(2, '0')}`
}

/** 2800000 fen → 28,000 元; 12345 → 123.45 元. */
export function moneyText(fen: number | null | undefined): string {
  return fen === null || fen === undefined ? '' : t('money', { yuan: yuanText(fen) })
}

/** 2800050 → 28,000.50, without the unit. */
export function yuanText(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100)
  const rest = Math.abs(fen) % 100
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}${grouped}${rest ? `.${String(rest).padStart(2, '0')}` : ''}`
}

/** As Chinese keyboards write them: １２．５ → 12.5 */
function narrow(text: string): string {
  return text.replace(/[\uff10-\uff19\uff0e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3002/g, '.')
}

/** 1,234.5 → 123450, also as people write it (1234.5元, 2.8万); undefined where it is no amount with at most two decimals. */
export function fenOf(yuan: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?(\u4e07)?[\u5143\u5757]?$/.exec(narrow(yuan).replace(/[,，\s]/g, ''))
  if (!match) return undefined
  const places = match[3] ? 6 : 2
  const decimals = match[2] ?? ''
  return decimals.length > places ? undefined : Number(match[1] + decimals.padEnd(places, '0'))
}
