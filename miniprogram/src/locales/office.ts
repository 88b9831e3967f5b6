import { texts } from '@/i18n'
import hans from './office.zh-Hans.json'
import hant from './office.zh-Hant.json'

export const t = texts('office', hans, hant)
