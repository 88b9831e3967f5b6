import { texts } from '@/i18n'
import hans from './lawyer.zh-Hans.json'
import hant from './lawyer.zh-Hant.json'

export const t = texts('lawyer', hans, hant)
/** For texts named after a code of the API; nothing where a code has none. */
export function tOf(prefix: string, code: string): string {
  const key = `${prefix}${code}`
  return key in hans ? t(key as keyof typeof hans) : ''
}
