/** Spans of time in words. */
import { t } from '@/locales/care'
import { dayOf, timeText } from '@/use/words'

/** 12月4日 19:00 到 22:00; with both days where they differ. */
export function spanText(from: string, to: string): string {
  const end = timeText(to)
  return t('span', { from: timeText(from), to: dayOf(from) === dayOf(to) ? end.slice(end.lastIndexOf(' ') + 1) : end })
}
