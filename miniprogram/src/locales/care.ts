import { texts } from '@/i18n'
import hans from './care.zh-Hans.json'
import hant from './care.zh-Hant.json'

export const t = texts('care', hans, hant)
