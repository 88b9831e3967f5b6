import { texts } from '@/i18n'
import hans from './group.zh-Hans.json'
import hant from './group.zh-Hant.json'

export const t = texts('group', hans, hant)
