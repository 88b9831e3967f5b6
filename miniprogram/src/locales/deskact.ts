import { texts, type Values } from '@/i18n'
import hans from './deskact.zh-Hans.json'
import hant from './deskact.zh-Hant.json'

type Key = keyof typeof hans
export const t = texts('deskact', hans, hant)

/** A text whose key is put together; nothing where there is none. */
export function maybe(key: string, values?: Values): string {
  return key in hans ? t(key as Key, values) : ''
}
