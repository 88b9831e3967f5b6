/** Spans of time in words. */
import { t } from '@/locales/common'
import { dateText, dayOf, timeText } from './words'

/** 12月4日 19:00 到 22:00; with both days where they differ. */
export function spanText(from: string, to: string): string {
  const end = timeText(to)
  return t('span', { from: timeText(from), to: dayOf(from) === dayOf(to) ? end.slice(end.lastIndexOf(' ') + 1) : end })
}

const DAY_MS = 86_400_000
const SHANGHAI_MS = 8 * 3_600_000

/** The last moment of something: midnight is told as the end of the day before. */
export function endText(instant: string): string {
  const at = new Date(instant).getTime()
  const isMidnight = (at + SHANGHAI_MS) % DAY_MS === 0
  return isMidnight ? t('end_of_day', { date: dateText(dayOf(new Date(at - 1))) }) : timeText(instant)
}
