import { texts } from '@/i18n'
import hans from './evidence.zh-Hans.json'
import hant from './evidence.zh-Hant.json'

export const t = texts('evidence', hans, hant)
