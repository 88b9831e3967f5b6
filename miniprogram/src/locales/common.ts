import { texts } from '@/i18n'
import hans from './common.zh-Hans.json'
import hant from './common.zh-Hant.json'

export const t = texts('common', hans, hant)
