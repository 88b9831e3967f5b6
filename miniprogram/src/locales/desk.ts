import { texts } from '@/i18n'
import hans from './desk.zh-Hans.json'
import hant from './desk.zh-Hant.json'

export const t = texts('desk', hans, hant)
