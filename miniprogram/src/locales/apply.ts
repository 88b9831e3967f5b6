import { texts } from '@/i18n'
import hans from './apply.zh-Hans.json'
import hant from './apply.zh-Hant.json'

export const t = texts('apply', hans, hant)
