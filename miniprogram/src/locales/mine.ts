import { texts } from '@/i18n'
import hans from './mine.zh-Hans.json'
import hant from './mine.zh-Hant.json'

export const t = texts('mine', hans, hant)
