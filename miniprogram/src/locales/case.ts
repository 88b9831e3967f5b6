import { texts } from '@/i18n'
import hans from './case.zh-Hans.json'
import hant from './case.zh-Hant.json'

export const t = texts('case', hans, hant)
/** For texts named after a code of the API: `tOf('now_', 'submitted')`; nothing where a code has none. */
export function tOf(prefix: string, code: string, values?: Record<string, string | number>): string {
  const key = `${prefix}${code}`
  return key in hans ? t(key as keyof typeof hans, values) : ''
}
