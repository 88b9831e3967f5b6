import { texts } from '@/i18n'
import hans from './area.zh-Hans.json'
import hant from './area.zh-Hant.json'

export const t = texts('area', hans, hant)
