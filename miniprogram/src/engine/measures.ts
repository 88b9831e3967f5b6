/** Numbers with the unit their name says. */
import { t } from './words'

const UNITS: [RegExp, Parameters<typeof t>[0]][] = [
  [/(_hours|^hours)$/, 'hours'],
  [/(_days|^days_left|^days)$/, 'days'],
  [/(_minutes|^minutes)$/, 'minutes'],
  [/(_months|^months)$/, 'months'],
  [/(_years|^years)$/, 'years'],
  [/(_m)$/, 'metres'],
  [/(_percent)$/, 'percent'],
  [/(_in_s)$/, 'seconds'],
]

export function measured(name: string, value: number): string {
  if (name.endsWith('_bytes')) {
    const kb = value / 1024
    return kb < 1024 ? t('bytes_kb', { n: Math.max(1, Math.round(kb)) }) : t('bytes_mb', { n: (kb / 1024).toFixed(1) })
  }
  if (/_(rate|ratio)$/.test(name)) return t('percent', { n: Math.round(value * 1000) / 10 })
  const n = Math.round(value * 1000) / 1000
  const unit = UNITS.find(([pattern]) => pattern.test(name))
  return unit ? t(unit[1], { n }) : String(n)
}
