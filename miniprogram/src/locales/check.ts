import { texts } from '@/i18n'
import hans from './check.zh-Hans.json'
import hant from './check.zh-Hant.json'

export const t = texts('check', hans, hant)
